import { EXIT, Failure } from '../base/failure.ts'
import { parseCount } from '../base/quantity.ts'
import { type Fleet, type FleetOptions, startFleet } from '../sim/fleet.ts'
import type { SimFlags } from './commands/sim.ts'
import { interruptSignal } from './interrupt.ts'
import type { Terminal } from './terminal.ts'

const MOST_REPLICAS = 64
const LAST_PORT = 65_535

/** The `sim` command: returns when it was told to end and the fleet is gone. */
export async function simulate(flags: SimFlags, terminal: Terminal): Promise<void> {
  const options = optionsOf(flags)
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

function optionsOf({ replicas, port, model, slots, context, seed }: SimFlags): FleetOptions {
  const count = whole('--replicas', replicas, 1, MOST_REPLICAS)
  const first = whole('--port', port, 0, LAST_PORT - count)
  const ports = first === 0 ? [] : Array.from({ length: count }, (_, i) => first + i)
  return {
    replicas: count,
    ports,
    model,
    seed,
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
