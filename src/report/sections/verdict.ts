import type { Block, Cell, Notice, Table, Tone } from '../../model/report.ts'
import type { Check, Finding, Verdict } from '../../model/verdict.ts'
import { budgetUsed } from '../budget.ts'
import { formatCount, formatFigure, formatShare, NONE } from '../format.ts'
import type { ComposeSection } from './section.ts'

const CHECK_TONES: { readonly [result in Check['result']]: Tone } = { pass: 'good', fail: 'bad', inconclusive: 'warn' }
const FINDING_TONES: { readonly [severity in Finding['severity']]: Tone } = {
  invalid: 'bad',
  error: 'bad',
  warning: 'warn',
}

/** The bounds one by one, why those that do not hold do not, and every finding with its way out. */
export const composeVerdict: ComposeSection = (_analysis, verdict) => {
  const blocks: Block[] = []
  if (verdict.checks.length > 0) blocks.push(checkTable(verdict))
  const notices = [...(verdict.result === 'invalid' ? [] : brokenBounds(verdict)), ...verdict.findings.map(noticeOf)]
  if (notices.length > 0) blocks.push({ kind: 'notices', notices })
  if (blocks.length === 0) blocks.push({ kind: 'text', text: 'No bound was set and nothing was found.', tone: 'muted' })
  return { id: 'verdict', title: 'Verdict', essential: true, blocks }
}

function checkTable({ result, checks }: Verdict): Table {
  const judged = result !== 'invalid'
  return {
    kind: 'table',
    caption: judged ? 'Bounds on the run' : 'Bounds on the run, void because the measurement is invalid',
    columns: [
      { label: 'bound', align: 'left' },
      { label: 'result', align: 'left' },
      { label: 'measured', align: 'right' },
      { label: 'n', align: 'right' },
      { label: 'allowance used', align: 'right' },
    ],
    rows: checks.map((check) => checkRow(check, judged)),
  }
}

/** A bound is never printed as passed, nor in its color, when the run is invalid. */
function checkRow(check: Check, judged: boolean): Cell[] {
  const { slo, figure, result, implied } = check
  const tone = judged ? CHECK_TONES[result] : 'muted'
  const used = budgetUsed(check)
  return [
    // The scenario does not say it: methodology §4.3.
    implied ? `${slo.text} (implied)` : slo.text,
    { text: judged ? result : 'void', tone },
    { text: formatFigure(figure), ...(figure?.interval && { note: intervalNote(figure) }) },
    figure === undefined ? NONE : formatCount(figure.n),
    used === undefined ? NONE : { text: formatShare(used), meter: used, tone },
  ]
}

function intervalNote(figure: NonNullable<Check['figure']>): string {
  const { low, high, level } = figure.interval!
  const edge = (value: number) => formatFigure({ ...figure, value })
  return `${formatShare(level)} interval ${edge(low)} to ${edge(high)}`
}

function brokenBounds({ checks }: Verdict): Notice[] {
  return checks
    .filter((check) => check.result !== 'pass')
    .map((check) => ({
      tone: CHECK_TONES[check.result],
      title: `${check.slo.text} ${check.result === 'fail' ? 'fails' : 'is undecided'}`,
      text: check.because,
    }))
}

function noticeOf(finding: Finding): Notice {
  return {
    tone: FINDING_TONES[finding.severity],
    title: `${finding.severity}: ${finding.id}`,
    text: finding.message,
    ...(finding.fix !== '' && { fix: finding.fix }),
  }
}
