import { PROTOCOLS } from '../../../src/model/scenario.ts'
import { protocolContract } from './contract.ts'

for (const name of PROTOCOLS) protocolContract(name)
