import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { impactFigures } from '../../src/analysis/impact/impact-figures.ts'
import { nanos } from '../../src/base/nanos.ts'
import type { Impact } from '../../src/model/impact.ts'
import type { Block, Chart, Section } from '../../src/model/report.ts'
import { composeReport } from '../../src/report/compose.ts'
import { dipChart } from '../../src/report/dip-chart.ts'
import { faultSentence } from '../../src/report/fault-sentence.ts'
import { formatFigure } from '../../src/report/format.ts'
import { killImpact, secondKill } from './killed.ts'
import { figure, passing, WINDOW } from './sample.ts'
import { killed } from './samples.ts'

const sentence = (some: Partial<Impact> = {}) => faultSentence({ ...killImpact(), ...some }, 0.05)

function sectionsOf(impacts: readonly Impact[]): readonly Section[] {
  const { analysis, verdict } = passing()
  const figures = [...analysis.figures, ...impactFigures(impacts, WINDOW)]
  return composeReport({ ...analysis, impacts, figures }, verdict).sections
}

const blocksOf = (sections: readonly Section[], id: string): readonly Block[] =>
  sections.find((section) => section.id === id)?.blocks ?? []

const chartsOf = (blocks: readonly Block[]): Chart[] =>
  blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))

describe('the sentence on a fault', () => {
  test('says what was lost, when it was seen, when it was evaded and when it was over', () => {
    assert.equal(
      sentence(),
      'c was killed (SIGKILL) at 310 s: 24 of 76 requests in flight were lost, clients saw the first failure 3 ms later, ' +
        'no request went to it after 40 ms, goodput fell by 60% and was back within 5% after 6 s; 65 good requests were lost. ' +
        'It gave its first good reply 20.4 s after it was brought back, its median ttft at first 284 ms against 122 ms of the others.',
    )
  })

  test('claims no end that was not seen', () => {
    const text = faultSentence(secondKill(), 0.05)
    assert.match(text, /took at least 41 s to come back; at least 300 good requests were lost\.$/)
    assert.match(text, /no request went to it afterwards/)
    assert.match(sentence({ eviction: { value: nanos(9e9), atLeast: true } }), /requests went to it for at least 9 s/)
  })

  test('says what is not known rather than guess it', () => {
    assert.match(sentence({ estimated: true, eviction: null }), /which requests went to it is not known/)
    assert.match(sentence({ detection: null }), /no client saw a failure/)
    const classes = { 'retried-ok': 3, 'ok-slow': 1 }
    const hits = { ...killImpact().hits, n: 4, classes }
    assert.match(sentence({ hits, detectedBy: 'late answer' }), /clients saw the first late answer 3 ms later/)
    assert.match(sentence({ recovery: null }), /nothing before it to compare with/)
  })

  test('does not deny failures that the scatter of goodput hides', () => {
    const { lost, hits } = killImpact()
    const hidden = { lost: { ...lost, total: -7 } }
    assert.match(sentence(hidden), /; \d+ requests failed, which is less than goodput scatters by\./)
    assert.match(
      sentence({ ...hidden, hits: { ...hits, n: 2, classes: { 'ok-unhurt': 2 } } }),
      /; no good request was lost\./,
    )
  })

  test('calls each kind of blow by its name', () => {
    assert.match(sentence({ method: 'SIGSTOP' }), /was frozen \(SIGSTOP\)/)
    assert.match(sentence({ method: 'SIGTERM' }), /was told to stop \(SIGTERM\)/)
    assert.match(sentence({ method: 'kubectl delete pod' }), /was deleted/)
    assert.match(sentence({ method: 'docker kill SIGKILL' }), /was killed/)
    assert.match(sentence({ method: 'proxy delay' }), /was hit \(proxy delay\)/)
  })
})

describe('the sections on faults', () => {
  test('are not there without a fault', () => {
    assert.ok(!sectionsOf([]).some(({ id }) => id.startsWith('fault')))
  })

  test('put the sentence and the few numbers on the one screen, and the rest below', () => {
    const sections = sectionsOf([killImpact()])
    const [told, numbers] = ['faults', 'fault-detail'].map((id) => sections.find((section) => section.id === id))
    assert.deepEqual([told?.essential, numbers?.essential], [true, false])
    assert.deepEqual(
      told?.blocks.map(({ kind }) => kind),
      ['text', 'facts', 'chart'],
    )
  })

  test('give the worst of several rounds with median and range, and a column to each', () => {
    const sections = sectionsOf([killImpact(), secondKill()])
    const facts = blocksOf(sections, 'faults').flatMap((block) => (block.kind === 'facts' ? block.facts : []))
    const recovery = facts.find(({ label }) => label === 'recovery')
    assert.equal(recovery?.value, '>= 41 s')
    assert.equal(recovery?.note, 'worst of 2, median >= 23.5 s, 6 s to >= 41 s')
    const tables = blocksOf(sections, 'fault-detail').flatMap((block) => (block.kind === 'table' ? [block] : []))
    const milestones = tables.find(({ caption }) => caption.startsWith('Milestones'))
    assert.deepEqual(
      milestones?.columns.map(({ label }) => label),
      ['milestone', 'kill-one 1: c', 'kill-one 2: a'],
    )
    for (const { columns, rows, totals = [] } of tables) {
      for (const row of [...rows, ...totals]) assert.equal(row.length, columns.length)
    }
  })

  test('draw the area between the reference and what was good since', () => {
    const chart = dipChart(killImpact(), [killImpact()])
    const [area] = chart.series
    assert.equal(area.shape, 'band')
    const drawn = area.points.map(([, y], i) => area.upper![i][1] - y).filter((height) => !Number.isNaN(height))
    const { good } = killImpact().course
    const below = good.slice(20).reduce((sum, n) => sum + Math.max(0, 20 - n), 0)
    assert.equal(drawn.reduce((sum, height) => sum + height, 0) / 2, below)
    assert.ok(area.points.every(([x, y]) => x >= 310 || Number.isNaN(y)))
    assert.deepEqual(
      chart.marks.map(({ x }) => x),
      [310, 340, 316],
    )
  })

  test('mark the fault on every chart of the timeline', () => {
    const { analysis, verdict } = killed()
    const charts = chartsOf(blocksOf(composeReport(analysis, verdict).sections, 'timeline'))
    assert.ok(charts.length > 3)
    for (const { marks } of charts) assert.ok(marks.some(({ x, label }) => x === 310 && label === 'c SIGKILL'))
  })

  test('show each replica by itself over the same time', () => {
    const { analysis, verdict } = killed()
    const charts = chartsOf(blocksOf(composeReport(analysis, verdict).sections, 'replicas'))
    assert.deepEqual(
      charts.map(({ title }) => title.split(':')[0]),
      ['a', 'b', 'c', 'Requests in flight by replica'],
    )
    const ends = charts.map(({ series }) => series[0].points.at(-1)?.[0])
    assert.equal(new Set(ends).size, 1)
  })
})

test('a figure that is known from below says so', () => {
  assert.equal(formatFigure({ ...figure('recovery', 'value', 41e9, 1), atLeast: true }), '>= 41 s')
  assert.equal(formatFigure(figure('recovery', 'value', 41e9, 1)), '41 s')
})
