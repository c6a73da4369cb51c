import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issues, type Mapping, resolve, said } from './minimal.ts'

const refused = (parts: Mapping) => said(issues(parts)).join('\n')
const listed = { date: '2026-01-31', source: 'price list' }

describe('prices', () => {
  const prices = (given: Mapping) => resolve({ prices: { ...listed, ...given } }).scenario.prices
  const no = (given: Mapping) => refused({ prices: { ...listed, ...given } })

  test('are of a replica, or of its GPUs', () => {
    const rest = { terms: 'on-demand', ...listed, uncertainty: 0 }
    assert.deepEqual(prices({ replica: '2.50 USD/h' }), { usdPerReplicaHour: 2.5, basis: { per: 'replica' }, ...rest })
    assert.deepEqual(prices({ gpu: '1.80 USD/h', gpus: 8, terms: 'spot', uncertainty: '10%' }), {
      usdPerReplicaHour: 14.4,
      basis: { per: 'gpu', usd: 1.8, gpus: 8 },
      ...rest,
      terms: 'spot',
      uncertainty: 0.1,
    })
    assert.equal(resolve().scenario.prices, null)
  })

  test('without a date or a source say why they need one', () => {
    const price = { replica: '2.50 USD/h' }
    const undated = refused({ prices: { ...price, source: 's' } })
    assert.match(undated, /prices.date is missing: .* a cost without a date compares with none \| for example date: 20/)
    assert.match(refused({ prices: { ...price, date: '2026-01-31' } }), /prices.source is missing: .* nobody can check/)
    assert.match(no({ ...price, date: 'last week' }), /expected a date such as 2026-01-31, got "last week"/)
    assert.match(no({ ...price, date: '2026-02-30' }), /expected a date/)
  })

  test('that cannot be say why', () => {
    assert.match(no({}), /either replica or gpu/)
    assert.match(no({ replica: '1 USD/h', gpu: '1 USD/h', gpus: 1 }), /either replica or gpu/)
    assert.match(no({ gpu: '1 USD/h' }), /how many GPUs has a replica/)
    assert.match(no({ replica: '1 USD/h', gpus: 8 }), /has its GPUs counted in/)
    assert.match(no({ replica: '0 USD/h' }), /nothing costs nothing/)
    assert.match(
      no({ replica: 2.5 }),
      /a price such as 2.50 USD\/h, got 2.5 \(a bare number\) \| did you mean "2.5 USD\/h"/,
    )
    assert.match(no({ replica: '2.50 EUR/h' }), /expected a price/)
  })
})

describe('energy', () => {
  const probes = [{ metrics: true, name: 'dcgm' }]

  test('is of the GPUs, by every meter, unless told otherwise', () => {
    const plain = { scope: 'gpu', meters: null, exclusive: false, pue: null, idleWatts: null, meterError: null }
    assert.deepEqual(resolve({ probes, energy: {} }).scenario.energy, plain)
    const energy = { scope: 'node', meters: ['dcgm'], exclusive: true, pue: 1.2, idle: '1.2 kW', meterError: '5%' }
    const { idle: _, ...rest } = energy
    const expected = { ...rest, idleWatts: 1200, meterError: 0.05 }
    assert.deepEqual(resolve({ probes, energy }).scenario.energy, expected)
  })

  test('needs meters that exist, and a facility that obeys physics', () => {
    assert.match(refused({ probes, energy: { meters: ['dgcm'] } }), /there is no probe dgcm \| did you mean dcgm\?/)
    assert.match(refused({ energy: { meters: ['dcgm'] } }), /no probe dcgm \| list it under probes/)
    assert.match(refused({ probes, energy: { pue: 0.9 } }), /energy.pue: no facility draws less .* 1 or more, got 0.9/)
    assert.match(refused({ probes, energy: { idle: 80 } }), /did you mean "80 W"\?/)
    assert.match(resolve({ energy: {} }).warnings.join(), /no probes.*energy will be absent/)
  })

  test('of the machine Tailgate runs on is doubted where the servers are elsewhere', () => {
    const doubts = (url: string, probe: Mapping, energy: Mapping = {}) =>
      resolve({ targets: { url, name: 'a' }, probes: [probe, { metrics: true, name: 'dcgm' }], energy }).warnings.join()
    const away = 'http://10.0.0.1:8000'
    const said = /meters the machine Tailgate runs on, and the targets seem to be elsewhere/
    assert.match(doubts(away, { rapl: true }), said)
    assert.match(doubts(away, { 'nvidia-smi': true }), said)
    assert.match(doubts(away, { ipmi: true }), said)
    assert.doesNotMatch(doubts(away, { 'nvidia-smi': ['ssh', 'gpu1', 'nvidia-smi'] }), said)
    assert.doesNotMatch(doubts(away, { rapl: true }, { meters: ['dcgm'] }), said)
    assert.doesNotMatch(doubts('http://localhost:8000', { rapl: true }), said)
  })
})

test('carbon is a stated factor of a stated grid', () => {
  const stated = { intensity: '302 g/kWh', zone: 'DE', source: 'yearly report' }
  assert.deepEqual(resolve({ carbon: { ...stated, embodied: '12 g/h' } }).scenario.carbon, {
    gramsPerKwh: 302,
    kind: 'average',
    zone: 'DE',
    source: 'yearly report',
    embodiedGramsPerHour: 12,
  })
  assert.match(refused({ carbon: { ...stated, source: undefined } }), /carbon.source is missing: .*nobody can check/)
  assert.match(refused({ carbon: { ...stated, intensity: 302 } }), /did you mean "302 g\/kWh"/)
})

test('hardware takes numbers as they are written in data sheets', () => {
  const needed = { parameters: 8.03e9, layers: 32, attentionWidth: 4096, peakFlops: 989e12 }
  const absent = { weightBytes: null, kvBytesPerToken: null, peakBytesPerSecond: null }
  assert.deepEqual(resolve({ hardware: needed }).scenario.hardware, { ...needed, ...absent })
  const large = resolve({ hardware: { ...needed, peakFlops: '20000000000000000000' } }).scenario.hardware
  assert.equal(large?.peakFlops, 2e19)
  assert.match(refused({ hardware: { ...needed, parameters: '8B' } }), /a number above 0 such as 8.03e9, got "8B"/)
  assert.match(refused({ hardware: { ...needed, layers: undefined } }), /layers is missing: layers of the model/)
})
