import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckList } from '../check-list.ts'
import type { ResultLine } from '../checks.ts'
import type { Ended } from '../tailgate.ts'
import type { FleetDrill } from './fleet-drill.ts'
import { VICTIM } from './replica.ts'
import type { Route } from './route.ts'

/** Servers, balancer and generator share few cores: a generator that calls itself late is honest. */
const LATE = 'generator-bottleneck'

const EXITS: { readonly [result: string]: number } = { pass: 0, fail: 1, inconclusive: 3, invalid: 5 }

/**
 * A verdict was reached on the fault, by bounds that were told before, and the exit code says the same. Where tokens are
 * held back good requests cannot be told from others, and nothing passes.
 */
export function checkJudged(
  list: CheckList,
  { exit }: Ended,
  { result, ended, findings }: ResultLine,
  { holdsBack }: Route,
): void {
  const invalid = findings.filter(({ id, severity }) => severity === 'invalid' && id !== LATE).map(({ id }) => id)
  list.that('nothing but lateness makes it invalid', invalid.length === 0, invalid.join(', '))
  const results = ['fail', 'invalid', holdsBack ? 'inconclusive' : 'pass']
  list.that(`result is ${results.join(' or ')}`, results.includes(result), result)
  list.equal('exit code', exit, EXITS[result])
  list.equal('end', ended, 'complete')
}

/** Tokens that a balancer keeps back are found; where none does, nobody is accused. */
export function checkHeldBack(list: CheckList, { findings }: ResultLine, { holdsBack }: Route): void {
  const found = findings.some(({ id }) => id === 'held-back-tokens')
  list.equal('the finding held-back-tokens', found ? 'there' : 'absent', holdsBack ? 'there' : 'absent')
}

/** The report is there, and says in a sentence what happened. @returns the sentence */
export function checkReport(list: CheckList, run: string, drill: FleetDrill): string {
  for (const file of ['report.md', 'report.html', 'report.json']) {
    list.that(`${file} was written`, existsSync(join(run, file)), 'none')
  }
  const text = readFileSync(join(run, 'report.md'), 'utf8')
  const sentence = text.split('\n').find((line) => line.startsWith(`${VICTIM} was `) && line.includes(drill.method))
  list.that('the report says what happened', sentence !== undefined, 'no such sentence')
  return sentence ?? ''
}
