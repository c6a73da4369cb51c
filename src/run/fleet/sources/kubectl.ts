import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { EXIT, Failure } from '../../../base/failure.ts'
import { JsonStream } from './json-stream.ts'

/** What is got: in words for messages, and as arguments. */
export interface KubectlQuery {
  program: string
  args: readonly string[]
  /** `endpointslices`, `pods`. */
  resource: string
  namespace: string
}

const LONGEST_ERROR = 2000

/** One run of `kubectl get … -o json`, which hands on each object as it is printed. */
export class Kubectl {
  /** Resolves when the process has ended well. Rejects with a Failure that names the way out. */
  readonly ended: Promise<void>
  readonly #child: ChildProcess

  constructor(query: KubectlQuery, further: readonly string[], onObject: (object: unknown) => void) {
    const child = spawn(query.program, [...query.args, ...further], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    const objects = new JsonStream()
    let errors = ''
    let broken: unknown = null
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      try {
        for (const object of broken === null ? objects.push(piece) : []) onObject(object)
      } catch (error) {
        broken = error
        child.kill()
      }
    })
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      errors = (errors + piece).slice(-LONGEST_ERROR)
    })
    this.ended = once(child, 'close').then(
      ([code]) => {
        if (broken instanceof SyntaxError) throw failed(query, `kubectl printed what is no JSON (${broken.message})`)
        if (broken !== null) throw broken
        if (code !== 0) throw refused(query, errors.trim().split('\n').at(-1) || `it ended with exit code ${code}`)
      },
      (cause: NodeJS.ErrnoException) => {
        throw absent(query, cause)
      },
    )
    this.ended.catch(() => {})
  }

  stop(): void {
    this.#child.kill()
  }
}

function refused(query: KubectlQuery, message: string): Failure {
  const { resource, namespace } = query
  if (!/forbidden|unauthorized|must be logged in/i.test(message)) return failed(query, message)
  return new Failure('fleet.kubectl-forbidden', `kubectl may not look at ${resource} in ${namespace}: ${message}`, {
    exit: EXIT.usage,
    hint: `the account needs get, list and watch on them; try: kubectl auth can-i watch ${resource} --namespace ${namespace}`,
  })
}

/** The query for a shell, to be tried by hand. */
export const spellQuery = ({ program, args }: KubectlQuery): string =>
  [program, ...args].map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')

const failed = (query: KubectlQuery, message: string): Failure =>
  new Failure('fleet.kubectl', `kubectl did not say which replicas there are: ${message}`, {
    exit: EXIT.unreachable,
    hint: `check fleet.discover; try: ${spellQuery(query)}`,
  })

function absent({ program }: KubectlQuery, cause: NodeJS.ErrnoException): Failure {
  const why = cause.code === 'ENOENT' ? 'is not installed or not in the path' : `cannot be run (${cause.code})`
  return new Failure('fleet.kubectl-absent', `${program}, which finds the replicas in Kubernetes, ${why}`, {
    exit: EXIT.usage,
    hint: 'install it, or list the replicas under targets, or use discover: dns with the name of a headless service',
    cause,
  })
}
