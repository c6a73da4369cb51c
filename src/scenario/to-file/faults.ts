import type { Fault, FaultAction, FaultStart, ReliabilitySettings } from '../../model/fault.ts'
import { spellRate, spellShare, spellTime } from '../spell.ts'
import { given, type Mapping } from './given.ts'

/** One of the `faults` of a scenario file. */
export function faultOf({ name, action, which, when, duration, repeat, restart }: Fault): Mapping {
  return given({
    name,
    ...actionOf(action),
    ...whichOf(which),
    ...startOf(when),
    for: duration === null ? null : spellTime(duration),
    repeat: repeat.times === 1 ? null : { ...repeat, every: spellTime(repeat.every) },
    restart,
  })
}

/** The `reliability` of a scenario file. */
export function reliabilityOf(settings: ReliabilitySettings): Mapping {
  const { tolerance, hold, stall, objective, nMinus1Goodput } = settings
  return given({
    tolerance: spellShare(tolerance),
    hold: spellTime(hold),
    stall: spellTime(stall),
    objective: spellShare(objective),
    nMinus1Goodput: nMinus1Goodput === null ? null : spellRate(nMinus1Goodput),
  })
}

function actionOf(action: FaultAction): Mapping {
  switch (action.kind) {
    case 'process':
      return { signal: action.signal, ...('port' in action.by ? {} : action.by), tree: action.tree }
    case 'command':
      return { command: action.argv, undo: action.undo, confirm: action.confirm }
    case 'docker':
      return {
        docker: {
          container: action.container,
          do: action.do,
          ...(action.do === 'kill' ? { signal: action.signal } : {}),
        },
      }
    case 'kubectl': {
      const { kind: _, grace, ...rest } = action
      return { kubectl: given({ ...rest, ...(action.do === 'delete' ? { grace: `${grace}s` } : {}) }) }
    }
    case 'systemd':
      return { systemd: { unit: action.unit, signal: action.signal } }
    case 'toxiproxy':
      return { toxiproxy: given({ api: action.api, proxy: action.proxy, toxic: action.toxic }) }
    case 'proxy':
      return { proxy: proxyOf(action) }
  }
}

function proxyOf(action: Extract<FaultAction, { kind: 'proxy' }>): unknown {
  switch (action.do) {
    case 'delay':
      return { delay: spellTime(action.delay), jitter: spellTime(action.jitter) }
    case 'bandwidth':
      return { bandwidth: `${action.bytesPerSecond} B/s` }
    case 'cut':
      return { cut: action.afterBytes }
    case 'slow-close':
      return { 'slow-close': spellTime(action.delay) }
    default:
      return action.do
  }
}

function whichOf(which: Fault['which']): Mapping {
  if (which === 'busiest') return { replica: which }
  return 'random' in which ? { replica: 'random', seed: which.random } : { replica: which.replica }
}

function startOf(when: FaultStart): Mapping {
  if (when.kind === 'after') return { after: when.requests }
  return { at: when.kind === 'at' ? spellTime(when.at) : `${when.phase} + ${spellTime(when.offset)}` }
}
