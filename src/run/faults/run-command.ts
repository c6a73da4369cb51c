import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { EXIT, Failure } from '../../base/failure.ts'

const LONGEST_MS = 120_000
const MOST_BYTES = 2 ** 24

export interface CommandEnd {
  /** Exit status; null: it was ended by a signal or took too long. */
  status: number | null
  stdout: string
  /** What it said, in one line: of its errors, else of its output. */
  said: string
}

/** Runs a program to its end, without a shell. @throws Failure `fault.no-program` when it cannot be started */
export function runCommand(argv: readonly string[]): Promise<CommandEnd> {
  const [program, ...rest] = argv
  return new Promise((resolve, reject) => {
    execFile(program, rest, { timeout: LONGEST_MS, maxBuffer: MOST_BYTES }, (error, stdout, stderr) => {
      const code = error?.code
      if (typeof code === 'string' && code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
        return reject(notStarted(argv, code))
      const status = error === null ? 0 : typeof code === 'number' ? code : null
      resolve({ status, stdout, said: firstLine(stderr) || firstLine(stdout) })
    })
  })
}

/** @throws Failure with the program's own words when it does not end with status 0 */
export async function mustRun(argv: readonly string[]): Promise<string> {
  const { status, stdout, said } = await runCommand(argv)
  if (status === 0) return stdout
  const ended = status === null ? 'was ended' : `ends with status ${status}`
  throw new Failure('fault.command', `${argv.join(' ')} ${ended}${said && `: ${said}`}`, { exit: EXIT.usage })
}

/** @throws Failure `fault.no-program` unless the first word is a program that can be run */
export function mustExist(argv: readonly string[], hint: string): void {
  const [program] = argv
  const found = program.includes('/')
    ? isProgram(program)
    : pathFolders().some((each) => isProgram(join(each, program)))
  if (found) return
  const missing = program.includes('/') ? 'is no program that can be run' : 'is not on PATH'
  throw new Failure('fault.no-program', `${program} ${missing}`, { exit: EXIT.usage, hint })
}

const pathFolders = (): string[] => (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0].slice(0, 300)

function notStarted(argv: readonly string[], code: string): Failure {
  const why = code === 'ENOENT' ? 'is not there' : `cannot be started (${code})`
  return new Failure('fault.no-program', `${argv[0]} ${why}`, { exit: EXIT.usage })
}
