import { fromSeconds } from '../../base/nanos.ts'
import type { Fault, FaultAction, ReliabilitySettings } from '../../model/fault.ts'
import type { FleetSettings } from '../../model/fleet.ts'
import type { Load, Target } from '../../model/scenario.ts'
import type { Path } from '../document.ts'
import type { FaultFile, ReliabilityFile } from '../schema/faults.ts'
import { resolveAction } from './fault-action.ts'
import { refuseLate, resolveRepeat, resolveStart } from './fault-time.ts'
import { nearest } from './fleet.ts'
import type { Inspection } from './inspection.ts'
import { defaultNames } from './names.ts'

/** docs/methodology.md §8 */
export const PLAIN_RELIABILITY: ReliabilitySettings = {
  tolerance: 0.05,
  hold: fromSeconds(30),
  stall: fromSeconds(2),
  objective: 0.999,
  nMinus1Goodput: null,
}

/** The parts of a scenario that faults hit. */
export interface FaultGround {
  targets: readonly Target[]
  fleet: FleetSettings
  load: Load
}

/** Fills in what the faults of a file leave open. */
export function resolveFaults(given: readonly FaultFile[] = [], ground: FaultGround, inspection: Inspection): Fault[] {
  const actions = given.map((fault, index) => resolveAction(fault, ['faults', index], inspection))
  const names = defaultNames(
    given.map(({ name }, index) => name ?? { default: shortName(actions[index]) }),
    (index, name) => inspection.refuse(['faults', index, 'name'], `two faults are called ${name}`),
  )
  return given.map((fault, index): Fault => {
    const [path, action] = [['faults', index], actions[index]]
    if (fault.restart && fault.for === undefined) {
      inspection.refuse([...path, 'restart'], 'when is it started again?', 'say how long it stays down: for: 10s')
    }
    const resolved: Fault = {
      name: names[index],
      action: action ?? { kind: 'proxy', do: 'refuse' },
      which: resolveWhich(fault, ground, path, inspection),
      when: resolveStart(fault, path, inspection),
      duration: fault.for ?? null,
      repeat: resolveRepeat(fault, action, path, inspection),
      restart: fault.restart ?? null,
    }
    refuseLate(resolved, ground.load, path, inspection)
    return resolved
  })
}

/** Fills in what a file leaves open of how faults are judged. */
export function resolveReliability(given: ReliabilityFile = {}): ReliabilitySettings {
  return { ...PLAIN_RELIABILITY, ...given }
}

/** `kill`, `delay`, `docker`: what a fault is called that has no name of its own. */
function shortName(action: FaultAction | undefined): string {
  if (action === undefined) return 'fault'
  if (action.kind === 'process') return action.signal.toLowerCase()
  return action.kind === 'proxy' ? action.do : action.kind
}

function resolveWhich(
  { replica, seed }: FaultFile,
  { targets, fleet }: FaultGround,
  path: Path,
  inspection: Inspection,
): Fault['which'] {
  if (seed !== undefined && replica !== 'random') {
    inspection.refuse([...path, 'seed'], 'only a random replica has a seed', 'write replica: random')
  }
  if (replica === 'random') return { random: seed ?? '1' }
  if (replica === 'busiest') return 'busiest'
  const names = (fleet.behind.length > 0 ? fleet.behind : targets).map(({ name }) => name)
  const listed = fleet.discover === null && (fleet.replicaHeader === null || fleet.behind.length > 0)
  if (replica === undefined) {
    if (listed && names.length === 1) return { replica: names[0] }
    const hint = `write replica: random, replica: busiest${listed ? `, or one of ${names.join(', ')}` : ' or a name'}`
    inspection.refuse(path, 'which replica does it hit?', hint)
    return 'busiest'
  }
  if (listed && !names.includes(replica)) {
    inspection.refuse([...path, 'replica'], `there is no replica ${replica}`, nearest(replica, names))
  }
  return { replica }
}
