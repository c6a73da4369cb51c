import { describe } from 'node:test'
import type { TransportName } from '../../../src/model/scenario.ts'
import { answersContract } from './contract/answers.ts'
import { connectionsContract } from './contract/connections.ts'
import { failuresContract } from './contract/failures.ts'
import { marksContract } from './contract/marks.ts'
import { requestsContract } from './contract/requests.ts'
import type { Exemptions } from './contract/rig.ts'
import { tlsContract } from './contract/tls.ts'

/** What every transport must do, over http and over https. */
export function transportContract(name: TransportName, exempt: Exemptions): void {
  for (const scheme of ['http', 'https'] as const) {
    const rig = { name, scheme, exempt }
    describe(`${name} over ${scheme}`, { concurrency: 4 }, () => {
      requestsContract(rig)
      answersContract(rig)
      marksContract(rig)
      connectionsContract(rig)
      failuresContract(rig)
      if (scheme === 'https') tlsContract(rig)
    })
  }
}
