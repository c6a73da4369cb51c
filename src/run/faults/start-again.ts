import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { EXIT, Failure } from '../../base/failure.ts'
import { portState } from './port-state.ts'
import type { StartAgain } from './undo.ts'

/** A server that was asked to end may finish its answers first. */
const PORT_FREE_MS = 30_000
const BETWEEN_LOOKS_MS = 20
const CONNECT_MS = 500

/**
 * Starts a server, detached from this process and its terminal.
 * @returns its pid and where its output goes
 * @throws Failure when its port stays in use or the program cannot be started
 */
export async function startAgain({ argv, host, port, output }: StartAgain): Promise<string> {
  await untilFree(host, port)
  const file = openSync(output, 'a', 0o600)
  try {
    const child = spawn(argv[0], argv.slice(1), { detached: true, stdio: ['ignore', file, file] })
    child.unref()
    await once(child, 'spawn')
    return `${argv.join(' ')}: pid ${child.pid}, its output in ${output}`
  } catch (error) {
    const { message } = error as Error
    throw new Failure('fault.restart', `${argv.join(' ')} cannot be started: ${message}`, { exit: EXIT.usage })
  } finally {
    closeSync(file)
  }
}

async function untilFree(host: string, port: number): Promise<void> {
  const looks = PORT_FREE_MS / BETWEEN_LOOKS_MS
  for (let look = 0; (await portState(host, port, CONNECT_MS)) === 'accepts'; look++) {
    if (look === looks) throw inUse(port)
    await setTimeout(BETWEEN_LOOKS_MS)
  }
}

function inUse(port: number): Failure {
  const message = `port ${port} still accepts after ${PORT_FREE_MS / 1000} s: nothing was started`
  return new Failure('fault.port-in-use', message, {
    exit: EXIT.usage,
    hint: 'if something else starts the replica again, leave `restart` out',
  })
}
