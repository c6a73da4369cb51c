import { type ChildProcess, spawn } from 'node:child_process'
import type { Failure } from '../../base/failure.ts'
import type { Nanos } from '../../base/nanos.ts'
import { probeFailure } from './probe-failure.ts'
import { commandFailure } from './run-command.ts'

export interface StampedLine {
  /** null: it came before the run's zero. */
  at: Nanos | null
  text: string
}

const MOST_WAITING = 100_000

/** A program that goes on printing lines, each stamped as it comes. It is started by the first take, and again after it ended. */
export class LineStream {
  readonly #argv: readonly string[]
  readonly #now: () => Nanos | null
  #child: ChildProcess | null = null
  #lines: StampedLine[] = []
  #unfinished = ''
  #errors = ''
  #ended: Failure | null = null
  #hasBegun = false
  #emptyTakes = 0
  #wake: () => void = () => {}

  constructor(argv: readonly string[], now: () => Nanos | null) {
    this.#argv = argv
    this.#now = now
  }

  /**
   * The lines since the last take; waits only for the very first.
   *
   * @param patience takes in a row without a line until it counts as silent
   * @throws Failure when the program ended or fell silent, or the signal's reason
   */
  async take(patience: number, signal: AbortSignal): Promise<StampedLine[]> {
    if (this.#child === null) this.#start()
    if (!this.#hasBegun) await this.#something(signal)
    const lines = this.#lines
    this.#lines = []
    this.#emptyTakes = lines.length > 0 ? 0 : this.#emptyTakes + 1
    if (this.#ended !== null) this.#child = null
    if (lines.length > 0) return lines
    if (this.#ended !== null) throw this.#ended
    if (this.#emptyTakes > patience) {
      throw probeFailure('silent', `"${this.#argv[0]}" has printed nothing for ${this.#emptyTakes} intervals`)
    }
    return []
  }

  async close(): Promise<void> {
    this.#child?.kill('SIGKILL')
    this.#child = null
  }

  #start(): void {
    const [program, ...rest] = this.#argv
    this.#ended = null
    this.#hasBegun = false
    this.#unfinished = ''
    this.#errors = ''
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#add(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (this.#errors.length < 1000) this.#errors += text
    })
    child.on('error', (error) => this.#end(commandFailure(program, error, '')))
    child.on('close', (code, killed) =>
      this.#end(commandFailure(program, Object.assign(new Error('ended'), { code: code ?? killed }), this.#errors)),
    )
  }

  #add(text: string): void {
    const at = this.#now()
    const lines = (this.#unfinished + text).split('\n')
    this.#unfinished = lines.pop() ?? ''
    for (const line of lines) {
      if (line.trim() !== '' && this.#lines.length < MOST_WAITING) this.#lines.push({ at, text: line })
    }
    if (lines.length > 0) this.#hasBegun = true
    this.#wake()
  }

  #end(why: Failure): void {
    this.#ended ??= why
    this.#wake()
  }

  #something(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason)
      if (signal.aborted) return abort()
      signal.addEventListener('abort', abort)
      this.#wake = () => {
        if (!this.#hasBegun && this.#ended === null) return
        signal.removeEventListener('abort', abort)
        resolve()
      }
      this.#wake()
    })
  }
}
