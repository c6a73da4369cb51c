import { readFileSync } from 'node:fs'
import { systemClock } from '../../base/clock.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import { type Examined, examined, unknown } from './check.ts'

const CURRENT = '/sys/devices/system/clocksource/clocksource0/current_clocksource'
/** Read without a system call. */
const FAST_SOURCES = ['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter']
const READS = 20_000
const SLOW_READ_NS = 1000
const TIMERS = 100
const COARSE_MS = 2

/** What the kernel takes the time from, and what reading it costs. */
export function clockSource(): Examined {
  const cost = readCost()
  let source: string
  try {
    source = readFileSync(CURRENT, 'utf8').trim()
  } catch {
    return unknown('clock', `this system does not name its source; a reading takes ${cost} ns`)
  }
  const hint = `switch to tsc or kvm-clock if the machine has it: echo tsc > ${CURRENT}`
  const isFast = FAST_SOURCES.includes(source) || cost < SLOW_READ_NS
  return examined('clock', source, `${source}, a reading takes ${cost} ns`, isFast, hint)
}

function readCost(): number {
  const begin = systemClock()
  for (let i = 0; i < READS; i++) systemClock()
  return Math.round((systemClock() - begin) / READS)
}

/** How late a timer of one millisecond goes off; sends wait the last stretch actively, so this costs CPU only. */
export async function timerGrain(): Promise<Examined> {
  const lengths: number[] = []
  for (let i = 0; i < TIMERS; i++) {
    const begin = systemClock()
    await new Promise((resolve) => setTimeout(resolve, 1))
    lengths.push((systemClock() - begin) / NS_PER_MS)
  }
  const median = lengths.sort((a, b) => a - b)[TIMERS / 2]
  const said = `a timer of 1 ms takes ${median.toFixed(2)} ms`
  return examined('timer grain', median, said, median <= COARSE_MS, 'the host is busy, or a power-saving mode is on')
}
