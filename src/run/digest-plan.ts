import { createHash } from 'node:crypto'
import type { Plan } from './plan.ts'

const CHUNK = 65_536

/**
 * SHA-256 over the order (dataset indices, uint32 LE) and then the schedule (ns, uint64 LE; a closed loop has none), by
 * which two hosts can prove that they run one plan. null for a plan without end.
 */
export function digestPlan(plan: Plan): string | null {
  if (plan.queries === Number.POSITIVE_INFINITY) return null
  const hash = createHash('sha256')
  for (const bytes of chunks(plan.queries * plan.samplesPerQuery, 4, writeOrder(plan))) hash.update(bytes)
  if (plan.loop === 'open') for (const bytes of chunks(plan.queries, 8, writeDue(plan.due))) hash.update(bytes)
  return hash.digest('hex')
}

type Write = (view: DataView, at: number, i: number) => void

function writeOrder(plan: Plan): Write {
  return (view, at, i) => {
    const query = Math.floor(i / plan.samplesPerQuery)
    view.setUint32(at, plan.sample(query, i - query * plan.samplesPerQuery), true)
  }
}

function writeDue(due: Float64Array): Write {
  return (view, at, i) => {
    const high = Math.floor(due[i] / 2 ** 32)
    view.setUint32(at, due[i] - high * 2 ** 32, true)
    view.setUint32(at + 4, high, true)
  }
}

function* chunks(count: number, width: number, write: Write): Generator<DataView> {
  for (let from = 0; from < count; from += CHUNK) {
    const length = Math.min(CHUNK, count - from)
    const view = new DataView(new ArrayBuffer(length * width))
    for (let i = 0; i < length; i++) write(view, i * width, from + i)
    yield view
  }
}
