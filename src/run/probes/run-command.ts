import { execFile } from 'node:child_process'
import type { Failure } from '../../base/failure.ts'
import { probeFailure } from './probe-failure.ts'

const MOST_BYTES = 2 ** 20

/**
 * Runs a program without a shell and gives what it printed.
 *
 * @throws Failure `probe.absent`, `.no-permission`, `.refused` (it ended with an error), `.too-big`, or the signal's reason
 */
export function runCommand(argv: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const [program, ...rest] = argv
  const options = { encoding: 'buffer', maxBuffer: MOST_BYTES, signal, killSignal: 'SIGKILL' } as const
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const child = execFile(program, rest, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(signal.aborted ? signal.reason : commandFailure(program, error, said(stdout, stderr)))
    })
    child.stdin?.on('error', () => {}) // it may end without reading
    child.stdin?.end()
  })
}

/** nvidia-smi complains where others print. */
const said = (stdout: Buffer, stderr: Buffer): string => (stderr.length > 0 ? stderr : stdout).toString('utf8', 0, 1000)

/** Why a program did not run or did not end well. */
export function commandFailure(program: string, error: Error, stderr: string): Failure {
  const { code } = error as { code?: string | number }
  if (code === 'ENOENT') {
    return probeFailure('absent', `no program "${program}" was found`, 'install it, or give its whole path', error)
  }
  const first = stderr.trim().split('\n', 1)[0].slice(0, 200)
  if (code === 'EACCES' || /permission denied|must be root|insufficient permissions/i.test(first)) {
    const said = first === '' ? '' : `: ${first}`
    return probeFailure('no-permission', `no permission to run "${program}"${said}`, PERMISSION, error)
  }
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return probeFailure('too-big', `"${program}" prints more than ${MOST_BYTES / 2 ** 20} MiB`, undefined, error)
  }
  const how = typeof code === 'number' ? `exit code ${code}` : `${code ?? error.message}`
  return probeFailure(
    'refused',
    `"${program}" ended with ${how}${first && `: ${first}`}`,
    'run it by hand: what does it say?',
    error,
  )
}

const PERMISSION = 'run as a user who may, or let the program’s group read the device'
