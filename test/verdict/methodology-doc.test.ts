import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { METRICS } from '../../src/model/metric.ts'
import { OUTCOME_MEANING, OUTCOMES, REASONS } from '../../src/model/outcome.ts'
import { mlperfFloor, twoSidedFloor, wilksFloor } from '../../src/stats/floors.ts'
import { ppm } from '../../src/stats/quantile.ts'
import { AUDITS } from '../../src/verdict/audits/index.ts'

const text = readFileSync(new URL('../../docs/methodology.md', import.meta.url), 'utf8')

describe('docs/methodology.md', () => {
  test('defines every metric, outcome and audit rule by name', () => {
    const names = [...Object.keys(METRICS), ...OUTCOMES, ...Object.keys(AUDITS)]
    assert.deepEqual(
      names.filter((name) => !text.includes(`\`${name}\``)),
      [],
    )
  })

  test('says of every outcome what it means, and of every reason to which outcome it belongs', () => {
    const section = text.slice(text.indexOf('### 1.3'), text.indexOf('### 1.4'))
    const rows = section.split('\n').map((line) => line.split(' | '))
    const rowOf = (outcome: string) => rows.find(([name, , reasons]) => name === `| \`${outcome}\`` && reasons)
    for (const [outcome, meaning] of Object.entries(OUTCOME_MEANING)) assert.equal(rowOf(outcome)?.[1], meaning)
    const homeless = Object.entries(REASONS).filter(([reason, of]) => !rowOf(of)?.[2].includes(`\`${reason}\``))
    assert.deepEqual(homeless, [])
  })

  test('has every section that a metric refers to', () => {
    for (const { section } of Object.values(METRICS))
      assert.match(text, new RegExp(`^#+ ${section.replace('.', '\\.')}\\b`, 'm'))
  })

  test('prints the floors that the code computes', () => {
    for (const floor of [wilksFloor, twoSidedFloor, mlperfFloor]) {
      const row = [0.5, 0.9, 0.95, 0.99, 0.999].map((share) => floor(ppm(share))).join(' | ')
      assert.ok(text.includes(row), row)
    }
  })
})
