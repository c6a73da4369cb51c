import { transportContract } from './contract.ts'

transportContract('http1', {})
