import { transportContract } from './contract.ts'

transportContract('undici', {
  'a 100 Continue nobody asked for is skipped':
    'undici destroys the connection of every 100 Continue it did not ask for',
})
