import { fromSeconds } from '../../src/base/nanos.ts'
import type { Attribution } from '../../src/model/attribution.ts'
import type { Economy } from '../../src/model/economy.ts'
import type { Figure } from '../../src/model/figure.ts'
import type { MetricName } from '../../src/model/metric.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import { figure, passing, type Sample, sampleWork, WINDOW } from './sample.ts'

const [TOKENS, REQUESTS] = [2_392_440, 11_964]
/** Relative, of every figure that a meter bears. */
const METERED = 0.031

const economy: Economy = {
  work: sampleWork(),
  cost: {
    replicas: 3,
    usdPerHour: 36,
    usd: 6,
    uncertainty: 0,
    kills: [{ fault: 'kill', round: 0, replica: 'c', usd: 0.0875, atLeast: true }],
  },
  energy: {
    ok: 1_254_000,
    u: 1_254_000 * METERED,
    parts: { align: 210, meter: 37_620, gap: 9800 },
    by: 'counter',
    source: ['dcgm'],
    refresh: fromSeconds(1),
    samples: 1800,
    window: WINDOW,
    devices: 3,
    scope: 'gpu',
    idle: { watts: 285, basis: 'measured', drift: 0.012 },
    net: 1_083_000,
    facility: null,
  },
  carbon: { grams: 126.4, u: 3.9, of: 'gpu', kWh: 0.3483, embodied: 41 },
}

const ms = (mean: number) => ({ mean: mean * 1e6, n: 11_958 })

export const attribution: Attribution = {
  times: {
    client: { mean: 3.9e9, n: REQUESTS },
    server: ms(3822),
    ttft: ms(109),
    queue: ms(14),
    prefill: ms(88),
    decode: ms(3702),
  },
  shares: { ccr: 0.0206, waitRatio: 0.0037, pathEfficiency: 0.9718 },
  cache: { queries: 6_126_000, hits: 98_000 },
  preemptions: 0,
  mfu: 0.112,
  mbu: 0.41,
  inFlight: { mean: 0.6, max: 7, n: 1800 },
  tokens: { client: 2_404_100, server: 2_404_212 },
  tokensBecause: null,
  resets: [],
  scrapes: [
    { source: 'servers', readings: 1950, failed: 2, duration: fromSeconds(0.0042), share: 0.0042, bytes: 31_400 },
  ],
}

/** The passing run with a price, a meter and the servers' own counters. */
export function priced(): Sample {
  const { analysis, verdict } = passing()
  const scenario: Scenario = {
    ...analysis.manifest.scenario,
    prices: {
      usdPerReplicaHour: 12,
      basis: { per: 'gpu', usd: 3, gpus: 4 },
      terms: 'committed',
      date: '2026-05-02',
      source: 'contract 17',
      uncertainty: 0,
    },
    energy: { scope: 'gpu', meters: ['dcgm'], exclusive: true, pue: null, idleWatts: null, meterError: null },
    carbon: { gramsPerKwh: 363, kind: 'average', zone: 'DE', source: 'grid operator, 2025', embodiedGramsPerHour: 246 },
  }
  return {
    analysis: {
      ...analysis,
      manifest: { ...analysis.manifest, scenario },
      economy,
      attribution,
      figures: [...analysis.figures, ...dollars(), ...metered()],
    },
    verdict,
  }
}

function dollars(): Figure[] {
  return [
    figure('cost.window', 'value', 6, 3),
    counted('usd.per-mtok.output', 2.508, TOKENS),
    counted('usd.per-mtok.good', 2.512, 2_388_720),
    counted('usd.per-request', 0.0005015, REQUESTS),
    figure('cost.kill', 'value', 0.0875, 1, { atLeast: true }),
  ]
}

function metered(): Figure[] {
  const ranged = (metric: MetricName, value: number, n: number) =>
    figure(metric, 'value', value, n, {
      interval: { low: value * (1 - METERED), high: value * (1 + METERED), level: 0.95, method: 'energy ± u' },
    })
  return [
    ranged('energy.window', 1_254_000, 3),
    ranged('energy.window.net', 1_083_000, 3),
    ranged('joules.per-token.output', 0.5241, TOKENS),
    ranged('joules.per-token.output.net', 0.4527, TOKENS),
    ranged('joules.per-token.good', 0.525, 2_388_720),
    ranged('tokens.per-joule.output', 1.908, TOKENS),
    ranged('carbon.window', 126.4, 1),
    figure('carbon.embodied', 'value', 41, 1),
    figure('ccr', 'value', 0.0206, 11_958),
  ]
}

function counted(metric: MetricName, value: number, n: number): Figure {
  const relative = 0.018
  const interval = {
    low: value * (1 - relative),
    high: value * (1 + relative),
    level: 0.95,
    method: 'price and counting',
  }
  return figure(metric, 'value', value, n, { interval })
}
