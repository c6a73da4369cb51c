import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../../src/model/outcome.ts'
import { CheckList } from '../check-list.ts'
import { checkBooks, resultOf } from '../checks.ts'
import { readRows } from '../read-rows.ts'
import type { RealServer, Surface } from '../real-server.ts'
import { writeScenario } from '../run-folder.ts'
import type { RunningServer } from '../running-server.ts'
import { TailgateProcess } from '../tailgate.ts'
import { type Drill, steadyLoad } from './drill.ts'

/**
 * The server ends in the middle of a run: an SLO fails, nothing crashes, every request has an outcome that says how.
 * @param cut outcomes of the answers that were open; one of them at least must be seen
 */
export function serverEnds(signal: 'SIGTERM' | 'SIGKILL', cut: readonly Outcome[]): Drill {
  return {
    name: `server gets ${signal}`,
    async run(server, surface, up) {
      const { path, out } = writeScenario([server.name, `server-${signal}`], steadyLoad(server, surface, up.url, 8))
      const run = new TailgateProcess(['run', path, '--json', '--out', out])
      await untilItAnswers(server, surface, up)
      if (signal === 'SIGKILL') up.signalTree(signal)
      else up.signal(signal)
      const exit = await run.ended()
      const result = resultOf({ exit, out: run.out, err: run.err })
      const list = new CheckList()
      list.equal('exit code', exit, 1)
      list.equal('result', result.result, 'fail')
      list.equal('end', result.ended, 'complete')
      list.equal('unrecorded', result.books.unrecorded, 0)
      checkBooks(list, result, await readRows(result.run))
      const seen = Object.keys(result.books.outcomes) as Outcome[]
      const allowed: Outcome[] = ['ok', 'connect', ...cut]
      list.that(
        `outcomes are of ${allowed.join(', ')}`,
        seen.every((outcome) => allowed.includes(outcome)),
        seen.join(', '),
      )
      list.that(
        `an open answer is ${cut.join(' or ')}`,
        seen.some((outcome) => cut.includes(outcome)),
        seen.join(', '),
      )
      list.that('later ones find nobody', seen.includes('connect'), seen.join(', '))
      return { list, books: result.books, saw: spellOutcomes(result.books.outcomes) }
    },
  }
}

/** Waits until some requests have been answered in full and later ones are under way. */
async function untilItAnswers(server: RealServer, surface: Surface, up: RunningServer): Promise<void> {
  const before = await up.metrics()
  const until = performance.now() + 30_000
  while (performance.now() < until) {
    const { outputTokens, requests } = server.count(before, await up.metrics(), surface)
    if ((outputTokens ?? 0) >= 200 || (requests ?? 0) >= 4) return
    await sleep(50)
  }
  throw new Error(`${server.name} answered nothing within 30 s`)
}

const spellOutcomes = (outcomes: { readonly [outcome: string]: number }): string =>
  Object.entries(outcomes)
    .map(([outcome, n]) => `${n} ${outcome}`)
    .join(', ')
