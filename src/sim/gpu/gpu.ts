import { seedOf, uniform } from '../engine/random.ts'
import { GpuMeter, type GpuReading } from './gpu-meter.ts'
import { checkMeterFault, type MeterFault, type ShownReading, showReading } from './meter-fault.ts'
import type { PowerStep } from './power-step.ts'
import type { GpuSettings } from './settings.ts'

/** When a GPU was switched on, and what steps that are not told drew above idle power since. */
export interface GpuHistory {
  readonly since: number
  readonly joules: number
}

/** A replica's GPU and the meter on it. It does not know whether the replica's process lives. */
export class Gpu {
  /** The replica's name. */
  readonly replica: string
  readonly settings: GpuSettings
  readonly uuid: string
  readonly #meter: GpuMeter
  #fault: MeterFault | null = null
  #frozen: GpuReading

  constructor(replica: string, settings: GpuSettings, { since, joules }: GpuHistory) {
    this.replica = replica
    this.settings = settings
    this.uuid = uuidOf(replica)
    this.#meter = new GpuMeter(settings, since, joules)
    this.#frozen = this.#meter.read(since)
  }

  began(step: PowerStep): void {
    this.#meter.began(step)
  }

  /** What the meter shows at an instant, in ns. */
  read(at: number): ShownReading {
    return showReading(this.#meter.read(at), this.#fault, this.#frozen)
  }

  /** From now on the meter has this fault, or none. @throws Failure naming an unknown kind */
  setFault(fault: MeterFault | null, now: number): void {
    checkMeterFault(fault)
    this.#frozen = this.#meter.read(now)
    this.#fault = fault
  }
}

/** The same for the same name, in whatever process. */
function uuidOf(name: string): string {
  const seed = seedOf(`gpu ${name}`)
  const digit = (i: number) => Math.floor(uniform(seed, i) * 16).toString(16)
  const group = (from: number, length: number) => Array.from({ length }, (_, i) => digit(from + i)).join('')
  return `GPU-${group(0, 8)}-${group(8, 4)}-${group(12, 4)}-${group(16, 4)}-${group(20, 12)}`
}
