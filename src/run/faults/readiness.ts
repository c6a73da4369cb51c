import { EXIT, Failure } from '../../base/failure.ts'
import { type Asker, ask } from '../discover/ask.ts'
import { HEALTH_PATHS, saysReady } from '../discover/health-path.ts'
import type { FaultTarget } from './director.ts'

export interface Readiness {
  /** `silent`: no answer in time, which a busy server may be as well as a frozen one. */
  state: 'ready' | 'unready' | 'silent'
  /** In one phrase, for the log. */
  why: string
}

/** Asks once. A server without the endpoint is as ready as it answers. */
export async function readinessOf(target: FaultTarget, asker: Asker): Promise<Readiness> {
  const path = HEALTH_PATHS[target.protocol]
  try {
    const reply = await ask(asker, path)
    if (reply.status === 404) return { state: 'ready', why: `it has no ${path}` }
    return { state: saysReady(reply) ? 'ready' : 'unready', why: `${path} answers ${reply.status}` }
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.unreachable) throw error
    return { state: error.code === 'target.silent' ? 'silent' : 'unready', why: error.message }
  }
}
