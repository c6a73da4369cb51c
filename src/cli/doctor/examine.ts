import { baseUrlOf } from '../../run/discover/base-url.ts'
import { parseOverride } from '../../scenario/overrides.ts'
import { overridesOf } from '../scenario-flags.ts'
import type { Terminal } from '../terminal.ts'
import type { Examined } from './check.ts'
import { clockSource, timerGrain } from './clocks.ts'
import { driveSpeed } from './drive-speed.ts'
import { endpoint } from './endpoint.ts'
import { loopLag } from './loop-lag.ts'
import { cores, memory } from './machine.ts'
import { openFiles } from './open-files.ts'

export interface DoctorFlags {
  set?: string[]
  json?: true
}

/** The `doctor` command. Warnings do not fail it. @throws Failure when the URL cannot be driven */
export async function examine(
  url: string | undefined,
  flags: DoctorFlags,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  // A slip of the pen is told before the host is looked at, which takes seconds.
  if (url !== undefined) baseUrlOf(url)
  const all: Examined[] = []
  const tell = (found: Examined): void => {
    all.push(found)
    if (!flags.json) terminal.out(lineOf(found, terminal.outColor))
  }
  for (const quick of [openFiles, cores, memory, clockSource]) tell(quick())
  // One after another: each would see the other as a load.
  for (const slow of [timerGrain, loopLag, driveSpeed]) tell(await slow())
  if (url !== undefined) {
    const overrides = overridesOf(flags.set === undefined ? {} : { set: flags.set }, parseOverride)
    const speed = all.find(({ name }) => name === 'speed')?.value
    for (const found of await endpoint(url, overrides, env, typeof speed === 'number' ? speed : null)) tell(found)
  }
  if (flags.json) terminal.out(JSON.stringify({ url: url ?? null, checks: all }))
}

const NAME_WIDTH = 12
const MARKS = { ok: ['ok', '\x1b[32m'], warn: ['warn', '\x1b[33m'], unknown: ['?', ''] } as const

function lineOf({ name, status, said, hint }: Examined, color: boolean): string {
  const [mark, paint] = MARKS[status]
  const shown = color && paint !== '' ? `${paint}${mark.padEnd(5)}\x1b[0m` : mark.padEnd(5)
  const line = `${shown}${name.padEnd(NAME_WIDTH)} ${said}`
  return hint === null ? line : `${line}\n${' '.repeat(NAME_WIDTH + 6)}→ ${hint}`
}
