import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CheckList } from '../check-list.ts'
import type { Replica } from './replica.ts'

const MARK = 'TAILGATE_REAL_DRILL'
const PATIENCE_MS = 3_000

/** In the environment of a `tailgate`, and so of all it starts, whoever that is and whatever became of its parents. */
export const markOf = (name: readonly string[]): Mark => ({ [MARK]: `${name.join(' ')} ${process.pid}` })

export type Mark = { readonly [variable: string]: string }

/** Once servers and balancer were stopped: nothing of theirs and nothing that Tailgate started lives. */
export async function checkLeftovers(list: CheckList, pair: readonly Replica[], mark: Mark): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  const left = (): number[] => [
    ...pair.flatMap(({ up, relaunch }) => [...up.processes, ...relaunch.processes]),
    ...marked(mark),
  ]
  while (left().length > 0 && performance.now() < until) await sleep(100)
  list.that('nothing is left running', left().length === 0, `pid ${left().join(', ')}`)
}

/** Living processes whose environment at their start held the mark; none where there is no /proc. */
function marked(mark: Mark): number[] {
  const lines = Object.entries(mark).map(([variable, value]) => `${variable}=${value}`)
  return processNames().filter((pid) => {
    try {
      const own = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
      return lines.every((line) => own.includes(line))
    } catch {
      return false // it ended meanwhile, or is not ours
    }
  })
}

function processNames(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}
