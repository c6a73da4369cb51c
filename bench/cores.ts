import { spawnSync } from 'node:child_process'

const CLIENT_CORE = 0
const SERVER_CORE = 1

const isRoot = process.getuid?.() === 0
const has = (command: string): boolean => spawnSync('which', [command]).status === 0
const canPin = has('taskset')
const canRush = isRoot && has('chrt')

/** A command on the server's core; as root in real time, so that its timers are exact on a machine with other work. */
export function asServer(command: string, args: readonly string[]): [string, string[]] {
  const rushed = canRush ? ['chrt', '-f', '10', command, ...args] : [command, ...args]
  return pinned(SERVER_CORE, rushed)
}

/**
 * A command on the client's core; as root ahead of the machine's other work, for Tailgate and yardstick alike. Linux
 * weighs sessions against each other before processes, so it must be started as a session of its own (`detached`).
 */
export function asClient(command: string, args: readonly string[]): [string, string[]] {
  const first = 'echo -19 > /proc/self/autogroup 2>&-; exec "$@"'
  return pinned(CLIENT_CORE, isRoot ? ['sh', '-c', first, 'sh', command, ...args] : [command, ...args])
}

/** Moves this process out of the client's way. */
export function leaveClientCore(): void {
  if (canPin) spawnSync('taskset', ['-a', '-cp', String(SERVER_CORE), String(process.pid)])
}

function pinned(core: number, [command, ...args]: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, args]
}
