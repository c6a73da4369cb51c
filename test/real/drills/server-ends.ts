import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '../../../src/model/outcome.ts'
import { CheckList } from '../check-list.ts'
import { checkBooks, checkVerdict, type ResultLine, resultOf } from '../checks.ts'
import { readRows } from '../read-rows.ts'
import type { RealServer, Surface } from '../real-server.ts'
import { writeScenario } from '../run-folder.ts'
import type { RunningServer } from '../running-server.ts'
import { TailgateProcess } from '../tailgate.ts'
import { type Drill, oneAnswer, steadyLoad } from './drill.ts'

interface ServerEnd {
  signal: 'SIGTERM' | 'SIGKILL'
  /** `one` long answer is all there is, or `many` are open and more to come. */
  answers: 'one' | 'many'
  /** How an answer that was open may end; one of these at least must be seen. */
  cut: readonly Outcome[]
}

/** The server ends in the middle of a run: an SLO fails, nothing crashes, every request has an outcome that says how. */
export function serverEnds({ signal, answers, cut }: ServerEnd): Drill {
  return {
    name: `server gets ${signal}, ${answers} open`,
    async run(server, surface, up) {
      const load = answers === 'one' ? oneAnswer(server, surface, up.url) : steadyLoad(server, surface, up.url, 20)
      const { path, out } = writeScenario([server.name, `server-${signal}-${answers}`], load)
      const run = new TailgateProcess(['run', path, '--json', '--out', out])
      await untilItAnswers(server, surface, up, answers === 'one' ? 20 : 150)
      if (signal === 'SIGKILL') up.signalTree(signal)
      else up.signal(signal)
      const exit = await run.ended()
      const result = resultOf({ exit, out: run.out, err: run.err })
      const list = new CheckList()
      checkVerdict(list, { exit }, result, 'fail')
      list.equal('end', result.ended, 'complete')
      list.equal('unrecorded', result.books.unrecorded, 0)
      checkBooks(list, result, await readRows(result.run))
      checkOutcomes(list, result, cut, answers)
      return { list, books: result.books, saw: spellOutcomes(result.books.outcomes) }
    },
  }
}

function checkOutcomes(
  list: CheckList,
  { books }: ResultLine,
  cut: readonly Outcome[],
  answers: ServerEnd['answers'],
): void {
  const seen = Object.keys(books.outcomes) as Outcome[]
  const got = seen.join(', ')
  const allowed: Outcome[] = answers === 'one' ? [...cut] : ['ok', 'connect', ...cut]
  list.that(`outcomes are of ${allowed.join(', ')}`, seen.every(isOf(allowed)), got)
  list.that(`an open answer ends as ${cut.join(' or ')}`, seen.some(isOf(cut)), got)
  if (answers === 'many') list.that('later ones find nobody', seen.includes('connect'), got)
}

const isOf =
  (outcomes: readonly Outcome[]) =>
  (outcome: Outcome): boolean =>
    outcomes.includes(outcome)

/** Waits until the server has sent so many tokens of the run; warm-up is over then, and answers are open. */
async function untilItAnswers(server: RealServer, surface: Surface, up: RunningServer, tokens: number): Promise<void> {
  const before = await up.metrics()
  const until = performance.now() + 180_000
  while (performance.now() < until) {
    const { outputTokens } = server.count(before, await up.metrics(), surface)
    if (outputTokens !== null && outputTokens >= tokens) return
    await sleep(30)
  }
  throw new Error(`${server.name} sent fewer than ${tokens} tokens in three minutes`)
}

const spellOutcomes = (outcomes: { readonly [outcome: string]: number }): string =>
  Object.entries(outcomes)
    .map(([outcome, n]) => `${n} ${outcome}`)
    .join(', ')
