import { Failure } from '../../base/failure.ts'
import { fromMillis } from '../../base/nanos.ts'
import type { Target } from '../../model/scenario.ts'
import { openMeter } from '../../run/probes/kinds/index.ts'
import type { TargetAccess } from '../../run/replica.ts'

/** A run reads them each second and waits no longer than that: half of it, so that none is given a probe that fails. */
const ANSWER_MS = 500

/** Whether the server has metrics of which a probe `metrics: true` understands something: asked as that probe would. */
export async function hasOwnMetrics(
  { name, url, protocol }: Target,
  access: TargetAccess,
  answerMs = ANSWER_MS,
): Promise<boolean> {
  const timeout = fromMillis(answerMs)
  const meter = await openMeter(
    { kind: 'metrics', name: 'metrics', url: null, headers: {}, every: timeout, timeout },
    { target: { name, url, protocol, access }, now: () => null, wallZero: () => null },
  )
  const signal = AbortSignal.timeout(answerMs)
  try {
    const { values = [] } = (await meter.read?.(signal)) ?? {}
    return values.some((value) => !value.name.startsWith('process.'))
  } catch (error) {
    if (error instanceof Failure || signal.aborted) return false
    throw error
  } finally {
    await meter.close()
  }
}
