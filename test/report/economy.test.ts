import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fact, Report } from '../../src/model/report.ts'
import { composeReport } from '../../src/report/compose.ts'
import { attribution, priced } from './economy-sample.ts'
import { passing, type Sample } from './sample.ts'

const compose = ({ analysis, verdict }: Sample): Report => composeReport(analysis, verdict)
const blocks = (report: Report, id: string) => report.sections.find((section) => section.id === id)?.blocks ?? []
const facts = (report: Report, id: string): Fact[] =>
  blocks(report, id).flatMap((block) => (block.kind === 'facts' ? block.facts : []))
const fact = (report: Report, id: string, label: string) => facts(report, id).find((one) => one.label === label)

describe('cost and energy', () => {
  test('are said with their price, meter and error', () => {
    const report = compose(priced())
    assert.deepEqual(fact(report, 'economy', 'price'), {
      label: 'price',
      value: '12 USD/h a replica',
      note: '4 GPUs at 3 USD/h, committed, of 2026-05-02, contract 17',
    })
    assert.equal(fact(report, 'economy', 'energy')?.value, '1.25 MJ ± 38.9 kJ')
    assert.equal(fact(report, 'economy', 'energy')?.note, 'gross, scope gpu, 3 devices')
    assert.equal(fact(report, 'economy', 'meter')?.note, 'energy counter, refresh 1 s, 1,800 samples')
    assert.equal(fact(report, 'economy', 'cost of the kill')?.value, '>= 0.0875 USD')
    assert.match(fact(report, 'economy', 'intensity')?.note ?? '', /average, DE, grid operator/)
    assert.ok(
      blocks(report, 'economy').some((block) => block.kind === 'table' && block.caption === 'Joules, scope gpu'),
    )
  })

  test('are in the headline', () => {
    const headline = blocks(compose(priced()), 'figures').find((block) => block.kind === 'headline')
    const labels = headline?.kind === 'headline' ? headline.items.map(({ label }) => label) : []
    assert.deepEqual(labels.slice(-2), ['cost, Mtok', 'gpu, token'])
  })

  test('name the rule that forbids joules, and give none', () => {
    const sample = priced()
    sample.analysis.economy = {
      ...sample.analysis.economy,
      energy: { refused: 'frozen', because: 'dcgm GPU-1 stood still for 40 s' },
      carbon: null,
    }
    sample.analysis.figures = sample.analysis.figures.filter(({ metric }) => !/joule|energy|carbon/.test(metric))
    const report = compose(sample)
    assert.equal(fact(report, 'economy', 'energy')?.value, 'none')
    const notice = blocks(report, 'economy').find((block) => block.kind === 'notices')
    assert.match(notice?.kind === 'notices' ? notice.notices[0].title : '', /energy refused: frozen/)
    assert.ok(
      !blocks(report, 'economy').some((block) => block.kind === 'table' && /^(Joules|Carbon)/.test(block.caption)),
    )
  })

  test('have no section where nobody asked for them', () => {
    assert.deepEqual(blocks(compose(passing()), 'economy'), [])
    assert.deepEqual(blocks(compose(passing()), 'attribution'), [])
  })
})

describe('where the time went', () => {
  test('adds up to the client’s own time', () => {
    const table = blocks(compose(priced()), 'attribution').find((block) => block.kind === 'table')
    assert.ok(table?.kind === 'table')
    const shares = table.rows.map((row) => (row[2] as { meter: number }).meter)
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9)
    assert.deepEqual(
      table.rows.map(([label]) => label),
      ['network and client', 'queue', 'prefill', 'decode', 'rest of the server'],
    )
  })

  test('says why tokens were not compared', () => {
    const sample = priced()
    sample.analysis.attribution = { ...attribution, tokens: null, tokensBecause: 'a server started again' }
    assert.match(fact(compose(sample), 'attribution', 'tokens')?.note ?? '', /not compared .*: a server started again/)
  })
})
