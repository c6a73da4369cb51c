import { EXIT, Failure } from '../base/failure.ts'
import type { Nanos } from '../base/nanos.ts'
import { NS_PER_S, nanos } from '../base/nanos.ts'
import { parseCount, parseDuration } from '../base/quantity.ts'
import { type Fleet, type FleetOptions, startFleet } from '../sim/fleet.ts'
import type { Life } from '../sim/supervision/life.ts'
import type { Change } from '../sim/supervision/supervisor.ts'
import { interruptSignal } from './interrupt.ts'
import type { Terminal } from './terminal.ts'

export interface SimFlags {
  replicas: string
  port: string
  model: string
  slots?: string
  context?: string
  seed: string
  restart?: string
  load?: string
  earlyPort?: true
  onTerminate: 'drain' | 'abort'
  json?: true
}

const MOST_REPLICAS = 64
const LAST_PORT = 65_535
const LONGEST = 3600 * NS_PER_S

/** The `sim` command: returns when it was told to end and the fleet is gone. */
export async function simulate(flags: SimFlags, terminal: Terminal): Promise<void> {
  const options = {
    ...optionsOf(flags),
    onChange: (name, change, life) => tell(name, change, life, terminal),
  } satisfies FleetOptions
  const interrupt = interruptSignal(() => terminal.err('stopping the fleet'))
  let fleet: Fleet | undefined
  try {
    fleet = await startFleet(options)
    announce(fleet, flags, terminal)
    await untilAborted(interrupt.signal)
  } finally {
    await fleet?.stop()
    interrupt.release()
  }
}

function optionsOf(flags: SimFlags): FleetOptions {
  const { replicas, port, model, slots, context, seed, earlyPort = false, onTerminate } = flags
  const count = whole('--replicas', replicas, 1, MOST_REPLICAS)
  const first = whole('--port', port, 0, LAST_PORT - count + 1)
  const ports = first === 0 ? [] : Array.from({ length: count }, (_, i) => first + i)
  const load = flags.load === undefined ? nanos(0) : duration('--load', flags.load)
  return {
    replicas: count,
    ports,
    model,
    seed,
    load,
    earlyPort,
    onTerminate,
    ...(flags.restart !== undefined && { restart: { after: duration('--restart', flags.restart), load, earlyPort } }),
    ...(slots !== undefined && { engine: { slots: whole('--slots', slots, 1, 255) } }),
    ...(context !== undefined && { maxModelLen: whole('--context', context, 16, 131_072) }),
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = parseCount(text)
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return value
  const message = `${flag}: expected a whole number from ${least} to ${most}, got ${text}`
  throw new Failure('usage.sim', message, { exit: EXIT.usage })
}

function duration(flag: string, text: string): Nanos {
  const value = parseDuration(text)
  if (value !== undefined && value <= LONGEST) return value
  const message = `${flag}: expected a duration of at most an hour, such as 5s, got ${text}`
  throw new Failure('usage.sim', message, { exit: EXIT.usage })
}

/** Said of the end of a replica that served, and of every beginning but the first. */
function tell(name: string, change: Change, life: Life, terminal: Terminal): void {
  if (life.ready === null && life.number === 0) return
  if (change === 'ended') terminal.err(`${name}  pid ${life.pid} ended (${life.end})`)
  else if (life.number > 0) terminal.err(`${name}  serves again, pid ${life.pid}`)
}

function announce({ replicas }: Fleet, { json }: SimFlags, terminal: Terminal): void {
  if (json) return terminal.out(JSON.stringify({ replicas }))
  for (const { name, url, pid } of replicas) terminal.out(`${name}  ${url}  pid ${pid}`)
  const [first] = replicas
  terminal.err(`try it:  tailgate run ${first.url}`)
  terminal.err(`         curl ${first.url}/v1/models`)
  terminal.err('Ctrl-C ends the fleet')
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
