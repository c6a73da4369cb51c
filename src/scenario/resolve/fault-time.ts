import { nanos } from '../../base/nanos.ts'
import { parseDuration, spellDuration } from '../../base/quantity.ts'
import type { Fault, FaultAction, FaultStart } from '../../model/fault.ts'
import type { Load } from '../../model/scenario.ts'
import type { Path } from '../document.ts'
import type { FaultFile } from '../schema/faults.ts'
import type { Inspection } from './inspection.ts'

const EXAMPLE = 'for example at: 20s, at: measure + 10s, or after: 500'

/** When a fault comes. */
export function resolveStart({ at, after }: FaultFile, path: Path, inspection: Inspection): FaultStart {
  if ((at === undefined) === (after === undefined)) {
    inspection.refuse(path, 'expected either at or after: when it comes', EXAMPLE)
  }
  if (after !== undefined) return { kind: 'after', requests: after }
  if (typeof at === 'object') return { kind: 'phase', phase: 'measure', offset: at.offset ?? nanos(0) }
  const start = parseStart(at ?? '0s')
  if (start) return start
  inspection.refuse([...path, 'at'], `expected an instant, got ${JSON.stringify(at)}`, EXAMPLE)
  return { kind: 'at', at: nanos(0) }
}

function parseStart(text: string): FaultStart | undefined {
  const phase = /^\s*measure\s*(?:\+(.*))?$/.exec(text)
  const time = phase && phase[1] === undefined ? nanos(0) : parseDuration(phase ? phase[1] : text)
  if (time === undefined) return undefined
  return phase ? { kind: 'phase', phase: 'measure', offset: time } : { kind: 'at', at: time }
}

/** One round alone. */
const ONCE: Fault['repeat'] = { times: 1, every: nanos(0), rotate: false }

/** How often a fault comes, its rounds one after another. */
export function resolveRepeat(
  given: FaultFile,
  action: FaultAction | undefined,
  path: Path,
  inspection: Inspection,
): Fault['repeat'] {
  if (given.repeat === undefined) return ONCE
  const at = [...path, 'repeat']
  const { times, every, rotate = false } = given.repeat
  if (times > 1 && given.for !== undefined && every <= given.for) {
    const lengths = `every ${spellDuration(every)}, and each lasts ${spellDuration(given.for)}`
    inspection.refuse([...at, 'every'], `the rounds would overlap: they start ${lengths}`)
  } else if (times > 1 && every === 0) {
    inspection.refuse([...at, 'every'], 'the rounds would all come at once')
  } else if (times > 1 && given.for === undefined && action && lasts(action)) {
    inspection.refuse(at, 'the rounds would overlap: each lasts to the end of the run', 'say for how long: for: 10s')
  }
  if (rotate && given.pid !== undefined) {
    inspection.refuse([...at, 'rotate'], 'pid names one process: the next replica has another', 'leave out pid')
  }
  return times === 1 ? ONCE : { times, every, rotate }
}

/** Whether it goes on until it is undone. What was killed is over at once. */
function lasts(action: FaultAction): boolean {
  if (action.kind === 'process' || action.kind === 'systemd') return action.signal === 'STOP'
  if (action.kind === 'docker') return action.do === 'pause' || (action.do === 'kill' && action.signal === 'STOP')
  if (action.kind === 'command') return action.undo !== null
  return action.kind !== 'kubectl'
}

/** Refuses a fault of which no request of the measured window could feel the last round. */
export function refuseLate({ when, repeat }: Fault, load: Load, path: Path, inspection: Inspection): void {
  if (load.loop === 'mlperf') return
  if (when.kind === 'after') {
    if (load.queries === null || when.requests < load.queries) return
    inspection.refuse([...path, 'after'], `the load ends with its ${load.queries} queries`)
    return
  }
  if (load.duration === null) return
  const end = load.warmup.duration + load.duration
  const first = when.kind === 'at' ? when.at : load.warmup.duration + when.offset
  const last = first + (repeat.times - 1) * repeat.every
  if (last < end) return
  const which = first < end ? `round ${repeat.times}, at ${spellDuration(nanos(last))},` : 'it'
  const key = first < end ? 'repeat' : 'at'
  inspection.refuse([...path, key], `${which} comes after the end of the load, at ${spellDuration(nanos(end))}`)
}
