import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Step {
  command: string
  args: readonly string[]
  cwd: string
  env?: { readonly [name: string]: string }
  /** Minutes after which it is ended. Default 30. */
  minutes?: number
}

/**
 * Runs one step of an install, without a shell; its words go to `install.log` in its folder.
 * @returns its stdout
 * @throws Error with the last lines of the log when it ends otherwise than with 0
 */
export async function runStep({ command, args, cwd, env, minutes = 30 }: Step): Promise<string> {
  const path = join(cwd, 'install.log')
  const log = createWriteStream(path, { flags: 'a' })
  log.write(`\n$ ${command} ${args.join(' ')}\n`)
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: minutes * 60_000,
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const why = await new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? code}`))
  })
  await new Promise<void>((resolve) => log.end(resolve))
  if (why === null) return out
  const tail = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-8).join('\n    ')
  throw new Error(`${command} ${args.slice(0, 4).join(' ')} ${why}; ${path} ends:\n    ${tail}`)
}
