import { existsSync, writeFileSync } from 'node:fs'
import { EXIT, Failure } from '../base/failure.ts'
import { baseUrlOf } from '../run/discover/base-url.ts'
import { parseOverride } from '../scenario/overrides.ts'
import { fileName } from './first-scenario/file-name.ts'
import { survey } from './first-scenario/survey.ts'
import { writeUp } from './first-scenario/write-up.ts'
import { overridesOf } from './scenario-flags.ts'
import type { Terminal } from './terminal.ts'

export interface InitFlags {
  output?: string
  force?: true
  model?: string
  set?: string[]
  json?: true
}

/** The `init` command. @throws Failure before anything is asked when the file is there already */
export async function initScenario(
  url: string,
  flags: InitFlags,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  const file = flags.output ?? fileName(baseUrlOf(url))
  if (file !== '-' && !flags.force && existsSync(file)) throw taken(file)
  const { model, set } = flags
  const overrides = overridesOf({ ...(model && { model }), ...(set && { set }) }, parseOverride)
  const surveyed = await survey(url, overrides, env)
  const { text, said } = writeUp(surveyed)
  for (const line of said) terminal.err(line)
  if (file === '-') return terminal.out(text)
  write(file, text, flags.force === true)
  if (surveyed.pace === null) terminal.err('the model declares no inputs: fill in dataset.tensors.inputs')
  if (flags.json) terminal.out(JSON.stringify({ file, found: surveyed.discovery }))
  else terminal.err(`wrote ${file}; run it: tailgate run ${file}`)
}

function write(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw taken(file)
    const message = `cannot write ${file}: ${(cause as Error).message}`
    throw new Failure('init.write', message, { exit: EXIT.usage, hint: 'choose another file with -o', cause })
  }
}

function taken(file: string): Failure {
  return new Failure('init.exists', `${file} exists already`, {
    exit: EXIT.usage,
    hint: 'choose another with -o, or write over it with --force',
  })
}
