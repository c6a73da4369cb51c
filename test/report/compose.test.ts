import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Block, Report } from '../../src/model/report.ts'
import { composeReport } from '../../src/report/compose.ts'
import { passing, type Sample } from './sample.ts'
import { empty, failing, insufficient, interrupted, invalid } from './samples.ts'

const compose = ({ analysis, verdict }: Sample) => composeReport(analysis, verdict)
const section = (report: Report, id: string) => report.sections.find((one) => one.id === id)
const table = (report: Report, id: string, caption: string) => {
  const blocks: readonly Block[] = section(report, id)?.blocks ?? []
  return blocks.find((block) => block.kind === 'table' && block.caption.startsWith(caption)) as
    | Extract<Block, { kind: 'table' }>
    | undefined
}
const text = (cell: string | { text: string }) => (typeof cell === 'string' ? cell : cell.text)

describe('the summary', () => {
  test('of a pass names the tightest bound', () => {
    assert.equal(
      compose(passing()).summary,
      'All 3 bounds hold. Tightest: p99(ttft) <= 450ms, measured 412 ms, 91.6% of the allowance used.',
    )
  })

  test('of a fail says how many fail and why the first does', () => {
    assert.equal(compose(failing()).summary, '3 of 3 bounds fail. attainment is out of bounds.')
  })

  test('of one bound or two counts them as one would say it', () => {
    const of = ({ analysis, verdict }: Sample, checks: number) =>
      composeReport(analysis, { ...verdict, checks: verdict.checks.slice(0, checks) }).summary
    assert.match(of(passing(), 1), /^The one bound holds\. /)
    assert.match(of(passing(), 2), /^Both bounds hold\. /)
    assert.match(of(failing(), 1), /^The one bound fails\. /)
    assert.match(of(failing(), 2), /^2 of 2 bounds fail\. /)
  })

  test('of an undecided run says what is missing', () => {
    assert.match(
      compose(insufficient()).summary,
      /^1 of 3 bounds cannot be decided. p99\(ttft\) of 40 values needs 459\.$/,
    )
  })

  test('of an invalid run says so before anything else', () => {
    assert.match(compose(invalid()).summary, /^The measurement says nothing about the fleet: p99 of the schedule lag/)
  })

  test('says when the run was interrupted, and when nothing was judged', () => {
    assert.match(compose(interrupted()).summary, /interrupted: its log was never sealed\.$/)
    assert.equal(compose(empty()).summary, 'No bound on the run was set, so nothing was judged.')
  })
})

describe('the sections', () => {
  test('mark a bound that the scenario leaves unsaid', () => {
    const { analysis, verdict } = passing()
    const [first, ...others] = verdict.checks
    const report = composeReport(analysis, { ...verdict, checks: [{ ...first, implied: true }, ...others] })
    const bounds = table(report, 'verdict', 'Bounds')?.rows.map((row) => text(row[0]))
    assert.deepEqual(bounds?.slice(0, 2), [`${first.slo.text} (implied)`, others[0].slo.text])
  })

  test('begin with the verdict and end with the glossary', () => {
    const ids = compose(failing()).sections.map(({ id }) => id)
    assert.equal(ids[0], 'verdict')
    assert.equal(ids.at(-1), 'glossary')
    assert.equal(new Set(ids).size, ids.length)
  })

  test('print no bound as passed when the run is invalid', () => {
    const bounds = table(compose(invalid()), 'verdict', 'Bounds')
    assert.deepEqual(
      bounds?.rows.map((row) => text(row[1])),
      ['void', 'void', 'void'],
    )
  })

  test('show books whose rows add up to what was planned', () => {
    for (const sample of [passing(), failing(), interrupted(), insufficient(), empty()]) {
      const books = table(compose(sample), 'outcomes', 'Planned')
      const numbers = books!.rows.map((row) => Number(text(row[1]).replaceAll(',', '')))
      const sum = numbers.reduce((total, n) => total + n, 0)
      assert.equal(sum, sample.analysis.books.planned)
      assert.equal(Number(text(books!.totals![0][1]).replaceAll(',', '')), sum)
    }
  })

  test('show it when the books do not balance', () => {
    const sample = passing()
    sample.analysis.books.planned += 1
    assert.deepEqual(table(compose(sample), 'outcomes', 'Planned')?.totals?.[0][1], {
      text: '12,188 of 12,189',
      tone: 'bad',
    })
  })

  test('put every basis of a latency side by side', () => {
    const rows = table(compose(passing()), 'figures', 'Latency')?.rows.map((row) => row[0])
    assert.deepEqual(rows?.slice(0, 3), ['ttft', 'ttft.ok', 'ttft.service'])
  })

  test('define every metric shown, and no other', () => {
    const { analysis, verdict } = passing()
    const defined = table(composeReport(analysis, verdict), 'glossary', 'Definitions')?.rows.map((row) => row[0])
    assert.deepEqual(new Set(defined), new Set(analysis.figures.map(({ metric }) => metric)))
  })

  test('give the scenario to the letter', () => {
    const sample = passing()
    const blocks = section(compose(sample), 'scenario')?.blocks ?? []
    const code = blocks.find((block) => block.kind === 'code' && block.language === 'json')
    assert.deepEqual(JSON.parse((code as { text: string }).text), sample.analysis.manifest.scenario)
  })

  test('leave out what the run has nothing to say on', () => {
    const ids = compose(empty()).sections.map(({ id }) => id)
    assert.deepEqual(ids, ['verdict', 'figures', 'outcomes', 'replicas', 'validity', 'scenario'])
  })

  test('tell in words what a logarithmic axis has no room for', () => {
    const blocks = section(compose(passing()), 'distributions')?.blocks ?? []
    const told = blocks.filter((block) => block.kind === 'text').map((block) => block.text)
    assert.deepEqual(told, ['itl: 812 of 8,270 gaps are at zero, between tokens that came in one read, and not drawn.'])
    const starts = blocks.flatMap((block) =>
      block.kind === 'chart' ? block.chart.series[0].points.map(([x]) => x) : [],
    )
    assert.ok(starts.every((x) => x > 0))
  })

  test('draw no picture of a single bar', () => {
    const sample = passing()
    sample.analysis.distributions = [{ metric: 'tokens.in', n: 7, buckets: [{ from: 10, to: 11, count: 7 }] }]
    const blocks = section(compose(sample), 'distributions')?.blocks
    assert.deepEqual(blocks, [
      { kind: 'text', text: 'tokens.in: 7 requests lie between 10 tok and 11 tok.', tone: 'muted' },
    ])
  })

  test('split the figures by replica where there are several', () => {
    const split = table(compose(failing()), 'replicas', 'Figures by replica')
    assert.deepEqual(
      split?.rows.map((row) => text(row[0])),
      ['a', 'b', 'c'],
    )
  })
})
