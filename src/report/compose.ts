import type { Analysis } from '../model/analysis.ts'
import type { Report, Tone } from '../model/report.ts'
import type { Verdict } from '../model/verdict.ts'
import { composeFacts } from './run-facts.ts'
import { SECTIONS } from './sections/index.ts'
import { summarize } from './summary.ts'

const TONES: { readonly [result in Verdict['result']]: Tone } = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  invalid: 'warn',
}

/**
 * Arranges what is known of a run as a document: verdict first, then what it rests on. Pure: the same analysis and
 * verdict give the same report.
 */
export function composeReport(analysis: Analysis, verdict: Verdict): Report {
  return {
    title: analysis.manifest.scenario.name,
    analysis,
    verdict,
    result: { word: verdict.result, tone: TONES[verdict.result] },
    summary: summarize(analysis, verdict),
    facts: composeFacts(analysis),
    sections: SECTIONS.map((compose) => compose(analysis, verdict)).filter((section) => section !== null),
  }
}
