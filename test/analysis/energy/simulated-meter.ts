import { fromSeconds } from '../../../src/base/nanos.ts'
import type { Reading } from '../../../src/model/run-log.ts'

/** A machine whose power is known at every instant, s and W, and whose energy therefore is too. */
export interface Profile {
  power(at: number): number
  /** J from `from` to `to`. */
  energy(from: number, to: number): number
}

type Draw = () => number

/** A term of a profile: power, and energy since 0. */
interface Term {
  power(at: number): number
  energy(at: number): number
}

const constant = (by: number): Term => ({ power: () => by, energy: (at) => by * at })

const step = (from: number, by: number): Term => ({
  power: (at) => (at >= from ? by : 0),
  energy: (at) => by * Math.max(0, at - from),
})

const ramp = (from: number, length: number, by: number): Term => {
  const done = (at: number) => Math.min(length, Math.max(0, at - from))
  return {
    power: (at) => (by * done(at)) / length,
    energy: (at) => by * (done(at) ** 2 / (2 * length) + Math.max(0, at - from - length)),
  }
}

const sine = (period: number, by: number, phase: number): Term => {
  const angle = (at: number) => (at / period) * 2 * Math.PI + phase
  return {
    power: (at) => by * (1 + Math.sin(angle(at))),
    energy: (at) => by * (at + (period / (2 * Math.PI)) * (Math.cos(phase) - Math.cos(angle(at)))),
  }
}

/** Idle power, boxes, a ramp and two sines, by seeded chance. */
export function randomProfile(draw: Draw, until: number): Profile {
  const boxes = Array.from({ length: 1 + Math.floor(draw() * 5) }, () => {
    const [from, by] = [draw() * until, draw() * 250]
    return [step(from, by), step(from + draw() * 40, -by)]
  })
  const terms = [
    constant(60 + 60 * draw()),
    ...boxes.flat(),
    ramp(draw() * until, 5 + draw() * 30, draw() * 150),
    sine(0.4 + draw() * 30, draw() * 40, draw() * 7),
    sine(0.4 + draw() * 30, draw() * 40, draw() * 7),
  ]
  const energy = (at: number) => terms.reduce((sum, term) => sum + term.energy(at), 0)
  return {
    power: (at) => terms.reduce((sum, term) => sum + term.power(at), 0),
    energy: (from, to) => energy(to) - energy(from),
  }
}

export interface MeterFaults {
  /** Factor on every value: the meter's own error. */
  gain?: number
  /** s the instants are off. */
  offset?: number
  /** s between new values; 0: every reading is new. */
  refresh?: number
  /** Share of readings that never came. */
  lost?: number
}

/** What a probe that reads once a second from a random phase would have logged of it. */
export function readMeter(
  profile: Profile,
  name: 'energy' | 'power',
  span: readonly [from: number, to: number],
  draw: Draw,
  { gain = 1, offset = 0, refresh = 0, lost = 0 }: MeterFaults = {},
): Reading[] {
  const readings: Reading[] = []
  const phase = draw()
  for (let at = span[0] + draw(); at <= span[1]; at++) {
    const dropped = draw() < lost
    if (dropped) continue
    const fresh = refresh === 0 ? at : (Math.floor(at / refresh - phase) + phase) * refresh
    const seen = Math.max(0, fresh)
    const value = gain * (name === 'power' ? profile.power(seen) : profile.energy(0, seen))
    const labels = { device: 'GPU-1', scope: 'gpu' }
    readings.push({ at: fromSeconds(at + offset), source: 'meter', name, labels, value })
  }
  return readings
}
