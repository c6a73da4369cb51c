import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { ProbeOf } from '../../../../src/run/probes/meter.ts'
import { common, readOnce, ZERO } from '../world.ts'

type Csv = ProbeOf<'csv'>

function csv(text: string, more: Partial<Csv> = {}): Csv {
  const path = join(mkdtempSync(join(tmpdir(), 'csv-')), 'power.csv')
  writeFileSync(path, text)
  return { ...common, kind: 'csv', path, time: 't', clock: 'run-s', columns: { power: 'watts' }, ...more }
}

const zero = ZERO / 1000

describe('probe of kind csv', () => {
  test('rows become values by whatever clock they have, to the nanosecond of the run', async () => {
    const at = async (clock: Csv['clock'], cell: string) =>
      (await readOnce(csv(`t,watts\n${cell},5\n`, { clock }))).values[0].at
    assert.equal(await at('run-s', '1.25'), 1.25e9)
    assert.equal(await at('run-s', '-0.5'), -0.5e9)
    assert.equal(await at('unix-s', `${zero + 3}.000000001`), 3_000_000_001)
    assert.equal(await at('unix-ms', `${ZERO + 1500}`), 1.5e9)
  })

  test('columns are found by name, whatever their order, with quotes, blanks and Windows’ line ends', async () => {
    const text = '\ufeff"rack, left" , watts ,t\r\n"a ""b""", 301.5 ,1\r\nx,302,2'
    const { values } = await readOnce(csv(text))
    assert.deepEqual(
      values.map(({ name, value, at }) => [name, value, at]),
      [
        ['power', 301.5, 1e9],
        ['power', 302, 2e9],
      ],
    )
  })

  test('a name may carry labels, so that two columns are one series of two devices', async () => {
    const columns = { 'power{device="0",scope="gpu"}': 'a', 'power{device="1",scope="gpu"}': 'b', inlet: 'c' }
    const { values } = await readOnce(csv('t,a,b,c\n1,10,20,25\n', { columns }))
    assert.deepEqual(values, [
      { name: 'power', labels: { device: '0', scope: 'gpu' }, value: 10, at: 1e9 },
      { name: 'power', labels: { device: '1', scope: 'gpu' }, value: 20, at: 1e9 },
      { name: 'inlet', labels: {}, value: 25, at: 1e9 },
    ])
  })

  test('rows without an instant or a value are passed over and told of', async () => {
    const { values, notes } = await readOnce(csv('t,watts\nsoon,5\n1,\n2,NaN\n\n3\n4,7\n'))
    assert.deepEqual(
      values.map(({ value }) => value),
      [7],
    )
    assert.match(notes?.[0] ?? '', /4 of 5 rows/)
  })

  test('days before and after the run are left out, minutes are kept, and a wrong clock is suspected', async () => {
    const { values, notes } = await readOnce(csv('t,watts\n-9000,1\n-100,2\n5,3\n100,4\n9000,5\n'))
    assert.deepEqual([values.map(({ value }) => value), notes], [[2, 3, 4], []])
    const late = await readOnce(csv(`t,watts\n${zero},5\n`))
    assert.deepEqual(late.values, [])
    assert.match(late.notes?.[0] ?? '', /none of its 1 rows lies within the run; is its clock run-s\?/)
  })

  test('a missing column is known before the load, with the nearest name', async () => {
    await assert.rejects(readOnce(csv('t,wats\n')), { code: 'probe.malformed', hint: 'the nearest is "wats"' })
    await assert.rejects(readOnce(csv('')), { code: 'probe.malformed' })
  })
})
