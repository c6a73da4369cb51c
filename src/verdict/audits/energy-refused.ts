import type { EnergyRefusal } from '../../model/economy.ts'
import { ECONOMY_METRICS } from '../../model/economy-metrics.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Remark, Rule } from './rule.ts'

/** What rests on a meter. */
const METERED: readonly MetricName[] = (Object.keys(ECONOMY_METRICS) as (keyof typeof ECONOMY_METRICS)[]).filter(
  (name) => /^(energy|joules|carbon)|per-joule/.test(name) && name !== 'carbon.embodied',
)

const FIXES: { readonly [rule in EnergyRefusal]: string } = {
  'no-meter': 'add a probe of that scope, or set energy.scope to what is metered',
  shared: 'set energy.exclusive where the machines serve nothing else',
  'ambiguous-meters': 'name the probes to use in energy.meters',
  'mixed-meters': 'meter every device in one way, or name the probes to use in energy.meters',
  'missing-scope': 'add a probe of that part, or set energy.scope to what is metered',
  'missing-device': 'see why the meter fell silent; an exporter of its own outlives the server',
  'fewer-devices': 'meter every GPU of every replica, idle ones too',
  'window-mismatch': 'keep the meter running from before the window until after it, on a clock that is kept',
  'sampling-gap': 'sample more evenly, or use a meter with an energy counter',
  'counter-reset': 'run again: the driver or the exporter restarted',
  'wrap-unseen': 'read the counter more often',
  frozen: 'look at the meter: it repeats an old value',
  'few-refreshes': 'measure for longer, or let the meter refresh more often',
}

/** Energy was asked for, and its rules forbid a figure. docs/methodology.md §9 */
const refusedBy =
  (...rules: readonly EnergyRefusal[]): Rule =>
  ({ analysis: { economy } }): Remark[] => {
    const { energy } = economy
    if (energy === null || !('refused' in energy) || !rules.includes(energy.refused)) return []
    return [{ severity: 'error', message: `no joules: ${energy.because}`, fix: FIXES[energy.refused], blocks: METERED }]
  }

export const energyRefused = refusedBy(
  'no-meter',
  'shared',
  'ambiguous-meters',
  'mixed-meters',
  'missing-scope',
  'counter-reset',
  'wrap-unseen',
  'frozen',
  'few-refreshes',
)

/** Readings do not cover the window, or not closely enough. */
export const energyWindowMismatch = refusedBy('window-mismatch', 'sampling-gap')

/** Fewer devices than are deployed: those that idle are part of the bill. */
export const idleReplicasDropped = refusedBy('fewer-devices', 'missing-device')
