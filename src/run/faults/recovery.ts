import type { FaultStep } from '../../model/fault.ts'
import { parseEndpoint } from '../transport/endpoint.ts'
import { askerOf } from './asker-of.ts'
import type { FaultTarget } from './director.ts'
import { askOneToken } from './one-token.ts'
import { pause } from './pause.ts'
import { portState } from './port-state.ts'
import { readinessOf } from './readiness.ts'
import { otherModel, servedModels } from './served-models.ts'

const BETWEEN_LOOKS_MS = 10
const CONNECT_MS = 250
const READY_MS = 1000
/** Under load even one token may wait long, and giving up early would only add to the queue. */
const ANSWER_MS = 10_000

export interface Comeback {
  target: FaultTarget
  /** What it served before; null: unknown. */
  models: readonly string[] | null
  /** Its port was still open when this began: nothing counts until it was seen closed. */
  closesFirst: boolean
  reached(step: FaultStep, because: string): void
}

/**
 * Watches a replica come back: its port accepts (t3), it says that it is ready (t4), it answers (t5). docs/methodology.md §8
 * Resolves with the last of them, or when the signal is aborted.
 */
export async function watchComeback(comeback: Comeback, signal: AbortSignal): Promise<void> {
  const { target, reached } = comeback
  const { host, port } = parseEndpoint(target.url)
  const asker = (timeoutMs: number) => askerOf(target, timeoutMs, signal)
  const accepts = async () => (await portState(host, port, CONNECT_MS)) === 'accepts'

  if (comeback.closesFirst) await until(async () => !(await accepts()))
  await until(accepts)
  if (signal.aborted) return
  reached('port-open', `port ${port} accepts`)

  let why = ''
  await until(async () => {
    const { state, why: said } = await readinessOf(target, asker(READY_MS))
    why = said
    return state === 'ready'
  })
  if (signal.aborted) return
  reached('ready', why)

  await until(async () => {
    const other = otherModel(target.model, comeback.models, await servedModels(target, asker(READY_MS)))
    if (other === null) return answers()
    if (!signal.aborted) reached('other-model', other)
    return true
  })

  async function answers(): Promise<boolean> {
    const { answered, why } = await askOneToken(target, asker(ANSWER_MS))
    if (answered && !signal.aborted) reached('answers', why)
    return answered
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!signal.aborted && !(await isSo())) await pause(BETWEEN_LOOKS_MS, signal)
  }
}
