import type { Analysis } from '../../model/analysis.ts'
import { type Carbon, type Cost, ENERGY_REFUSALS, type Energy, type EnergyResult } from '../../model/economy.ts'
import type { Prices } from '../../model/economy-settings.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Block, Fact, Table } from '../../model/report.ts'
import { figureCell } from '../family-table.ts'
import { findFigure } from '../find-figure.ts'
import { formatCount, formatDuration, formatNumber, formatShare, formatValue } from '../format.ts'
import type { ComposeSection } from './section.ts'

const DOLLARS: readonly MetricName[] = [
  'cost.window',
  'usd.per-mtok.output',
  'usd.per-mtok.total',
  'usd.per-mtok.good',
  'usd.per-request',
  'usd.per-request.good',
  'tokens.per-usd.output',
  'tokens.per-usd.total',
  'tokens.per-usd.good',
  'cost.kill',
]

const JOULES: readonly MetricName[] = [
  'energy.window',
  'energy.window.net',
  'energy.facility',
  'joules.per-token.output',
  'joules.per-token.output.net',
  'joules.per-token.total',
  'joules.per-token.total.net',
  'joules.per-token.good',
  'joules.per-token.good.net',
  'joules.per-request',
  'joules.per-request.net',
  'joules.per-request.good',
  'joules.per-request.good.net',
  'tokens.per-joule.output',
  'tokens.per-joule.total',
  'tokens.per-joule.good',
]

const CARBON: readonly MetricName[] = [
  'carbon.window',
  'carbon.per-mtok.output',
  'carbon.per-mtok.total',
  'carbon.per-mtok.good',
  'carbon.embodied',
]

/** What the window cost in dollars, joules and carbon, on which price and meter it rests, or which rule forbids it. */
export const composeEconomy: ComposeSection = (analysis) => {
  const { cost, energy, carbon } = analysis.economy
  if (cost === null && energy === null) return null
  const blocks: Block[] = [{ kind: 'facts', facts: [...costFacts(analysis, cost), ...energyFacts(energy)] }]
  if (energy !== null && 'refused' in energy) blocks.push(refusal(energy))
  if (carbon !== null) blocks.push({ kind: 'facts', facts: carbonFacts(analysis, carbon) })
  const tables = [
    figureTable(analysis, 'Dollars', DOLLARS),
    figureTable(analysis, jouleCaption(energy), JOULES),
    figureTable(analysis, 'Carbon', CARBON),
  ]
  blocks.push(...tables.filter((table) => table !== null))
  return { id: 'economy', title: 'Cost and energy', essential: false, blocks }
}

function figureTable(analysis: Analysis, caption: string, metrics: readonly MetricName[]): Table | null {
  const rows = metrics.flatMap((metric) => {
    const figure = findFigure(analysis, metric, 'value')
    return figure === undefined ? [] : [[metric, figureCell(figure), formatCount(figure.n)]]
  })
  if (rows.length === 0) return null
  const columns: Table['columns'] = [
    { label: 'metric', align: 'left' },
    { label: 'value', align: 'right' },
    { label: 'n', align: 'right' },
  ]
  return { kind: 'table', caption, columns, rows }
}

function costFacts({ manifest }: Analysis, cost: Cost | null): Fact[] {
  const { prices } = manifest.scenario
  if (cost === null || prices === null) return []
  const kills = cost.kills.map(({ fault, round, replica, usd, atLeast }) => ({
    label: 'cost of the kill',
    value: `${atLeast ? '>= ' : ''}${formatValue(usd, 'USD')}`,
    note: `${fault}, round ${round + 1}, ${replica}: paid for good requests that did not come`,
  }))
  return [
    { label: 'price', value: `${formatNumber(prices.usdPerReplicaHour)} USD/h a replica`, note: priceNote(prices) },
    {
      label: 'fleet',
      value: `${formatNumber(cost.usdPerHour)} USD/h`,
      note: `${formatCount(cost.replicas)} replicas, idle and dead ones too`,
    },
    ...kills,
  ]
}

function priceNote({ basis, terms, date, source, uncertainty }: Prices): string {
  const gpus = basis.per === 'gpu' ? `${basis.gpus} GPUs at ${formatNumber(basis.usd)} USD/h, ` : ''
  return `${gpus}${terms}, of ${date}, ${source}${uncertainty > 0 ? `, ± ${formatShare(uncertainty)}` : ''}`
}

function energyFacts(energy: EnergyResult | null): Fact[] {
  if (energy === null) return []
  if ('refused' in energy)
    return [{ label: 'energy', value: 'none', tone: 'bad', note: ENERGY_REFUSALS[energy.refused] }]
  const { ok, u, parts, by, source, refresh, samples, devices, scope, idle, facility } = energy
  const joules = (value: number) => formatValue(value, 'J')
  return [
    {
      label: 'energy',
      value: `${joules(ok)} ± ${joules(u)}`,
      note: `gross, scope ${scope}, ${formatCount(devices)} devices`,
    },
    {
      label: 'meter',
      value: source.join(', '),
      note: `${METER[by]}, refresh ${formatDuration(refresh)}, ${formatCount(samples)} samples`,
    },
    {
      label: 'error',
      value: formatShare(u / ok),
      note: `clock ${joules(parts.align)}, meter ${joules(parts.meter)}, sampling ${joules(parts.gap)}`,
    },
    idle === null
      ? { label: 'idle', value: 'not known', note: 'no net figures: not stated, and no idle minute in the log' }
      : { label: 'idle', value: `${formatNumber(idle.watts)} W`, note: idleNote(idle) },
    ...(facility === null ? [] : [{ label: 'facility', value: joules(facility), note: 'node × PUE' }]),
  ]
}

const METER = { counter: 'energy counter', power: 'sampled power' } as const

function idleNote({ basis, drift }: NonNullable<Energy['idle']>): string {
  return `${basis}${drift === null ? '' : `, ${formatShare(drift)} apart before and after`}`
}

const jouleCaption = (energy: EnergyResult | null): string =>
  energy === null || 'refused' in energy ? 'Joules' : `Joules, scope ${energy.scope}`

function refusal({ refused, because }: Extract<EnergyResult, { refused: string }>): Block {
  const text = `${because}. No figure is given: an estimate would not be a measurement.`
  return { kind: 'notices', notices: [{ tone: 'bad', title: `energy refused: ${refused}`, text }] }
}

function carbonFacts({ manifest }: Analysis, { of, kWh, grams, embodied }: Carbon): Fact[] {
  const { carbon } = manifest.scenario
  if (carbon === null) return []
  return [
    { label: 'carbon', value: formatValue(grams, 'gCO2'), note: `of ${formatNumber(kWh)} kWh, ${of}` },
    {
      label: 'intensity',
      value: `${formatNumber(carbon.gramsPerKwh)} g/kWh`,
      note: `${carbon.kind}, ${carbon.zone}, ${carbon.source}`,
    },
    ...(embodied === null
      ? []
      : [{ label: 'embodied', value: formatValue(embodied, 'gCO2'), note: 'in the hardware, not added' }]),
  ]
}
