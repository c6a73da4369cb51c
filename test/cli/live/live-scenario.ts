import type { Scenario } from '../../../src/model/scenario.ts'
import { PLAIN_FLEET } from '../../../src/scenario/resolve/fleet.ts'
import { fixtureScenario } from '../../analysis/fixture-log.ts'

/** A streamed scenario whose good requests have a first token within half a second. */
export function liveScenario(changes: Partial<Scenario> = {}): Scenario {
  const slo: Scenario['slo'] = { request: [{ text: 'ttft <= 500ms', metric: 'ttft', limit: 500e6 }], run: [] }
  return {
    ...fixtureScenario({ slo }),
    name: 'chat release gate',
    fleet: PLAIN_FLEET,
    log: { tokens: 'all', sample: 1, dir: 'reports' },
    ...changes,
  }
}
