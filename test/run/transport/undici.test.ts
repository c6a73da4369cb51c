import { transportContract } from './contract.ts'

transportContract('undici', {})
