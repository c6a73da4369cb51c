import { nanos } from '../../src/base/nanos.ts'
import type { ScrapeCost } from '../../src/model/attribution.ts'
import type { Energy, EnergyRefusal, EnergyResult } from '../../src/model/economy.ts'
import type { AUDITS } from '../../src/verdict/audits/index.ts'
import type { fixtureScenario } from '../analysis/fixture-log.ts'
import type { Deviation } from './sound-run.ts'

const refused = (rule: EnergyRefusal): Deviation => ({ energy: { refused: rule, because: 'the meter says so' } })

const drifted = (drift: number | null): Deviation => ({
  energy: { ok: 1000, u: 30, idle: { watts: 50, basis: 'measured', drift } } as Energy as EnergyResult,
})

const scraped = (share: number): Deviation => ({
  attribution: { scrapes: [{ source: 'servers', duration: nanos(share * 1e9), share } as ScrapeCost] },
})

const tokens = (client: number, server: number): Deviation => ({ attribution: { tokens: { client, server } } })

type Case = [
  id: keyof typeof AUDITS,
  what: string,
  run: Deviation,
  scenario: Parameters<typeof fixtureScenario>[0],
  fires: boolean,
]

/** When the rules on energy and on the servers' own counters speak, and when not. */
export const ECONOMY_CASES: Case[] = [
  ['energy-refused', 'a frozen meter', refused('frozen'), {}, true],
  ['energy-refused', 'no energy asked for', {}, {}, false],
  ['energy-refused', 'a rule with a name of its own', refused('sampling-gap'), {}, false],
  ['energy-window-mismatch', 'readings that end early', refused('window-mismatch'), {}, true],
  ['energy-window-mismatch', 'gaps between samples', refused('sampling-gap'), {}, true],
  ['idle-replicas-dropped', 'fewer GPUs than are deployed', refused('fewer-devices'), {}, true],
  ['idle-power-drift', 'twelve percent', drifted(0.12), {}, true],
  ['idle-power-drift', 'four percent', drifted(0.04), {}, false],
  ['idle-power-drift', 'measured only once', drifted(null), {}, false],
  [
    'counter-reset',
    'a server that started again',
    { attribution: { resets: [{ source: 'servers', replica: 'b', at: nanos(70e9) }] } },
    {},
    true,
  ],
  ['counter-reset', 'none', { attribution: {} }, {}, false],
  ['token-counter-mismatch', 'three percent more on the servers', tokens(1000, 1030), {}, true],
  ['token-counter-mismatch', 'five percent more at the client', tokens(1000, 950), {}, true],
  ['token-counter-mismatch', 'one percent', tokens(1000, 1010), {}, false],
  ['scrape-cost', 'a third of the interval', scraped(0.33), {}, true],
  ['scrape-cost', 'a hundredth', scraped(0.01), {}, false],
]
