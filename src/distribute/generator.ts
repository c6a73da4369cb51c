import type { MessagePort } from 'node:worker_threads'
import { Worker } from 'node:worker_threads'
import type { RunEvent } from '../model/run-log.ts'
import type { Member } from '../run/replica.ts'
import type { ShareEnd } from '../run/share.ts'
import { uncarry } from './carried-error.ts'
import type { FromGenerator, GeneratorInput, ToGenerator } from './messages.ts'
import { threadFile } from './thread-file.ts'

export type Ready = Extract<FromGenerator, { kind: 'ready' }>

/** The main thread's end of one generator. */
export class Generator {
  readonly ready: Promise<Ready>
  readonly finished: Promise<ShareEnd>
  /** [in flight, issued], written by the thread. */
  readonly gauges = new Int32Array(new SharedArrayBuffer(8))
  readonly #worker: Worker
  readonly #joining: (() => void)[] = []

  constructor(input: Omit<GeneratorInput, 'gauges' | 'log'>, log: MessagePort, onEvent: (event: RunEvent) => void) {
    this.#worker = new Worker(threadFile('generator-thread'), {
      workerData: { ...input, gauges: this.gauges, log },
      transferList: [log],
    })
    const ready = Promise.withResolvers<Ready>()
    const finished = Promise.withResolvers<ShareEnd>()
    this.ready = ready.promise
    this.finished = finished.promise
    const fail = (error: Error) => {
      ready.reject(error)
      finished.reject(error)
    }
    this.ready.catch(() => {})
    this.finished.catch(() => {})
    this.#worker.on('message', (message: FromGenerator) => {
      if (message.kind === 'ready') ready.resolve(message)
      else if (message.kind === 'event') onEvent(message.event)
      else if (message.kind === 'joined') this.#joining.shift()?.()
      else if (message.kind === 'finished') finished.resolve(message.end)
      else fail(uncarry(message.error))
    })
    this.#worker.on('error', fail)
    this.#worker.on('exit', () => fail(new Error('a generator thread ended without a word')))
  }

  /** Resolves when this generator can send to one more replica. */
  join(member: Member): Promise<void> {
    this.tell({ kind: 'join', member })
    return new Promise((resolve) => this.#joining.push(resolve))
  }

  tell(message: ToGenerator): void {
    this.#worker.postMessage(message)
  }
}
