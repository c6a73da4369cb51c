import { type MessagePort, Worker } from 'node:worker_threads'
import type { Batch } from '../log/batch.ts'
import type { RunManifest, Seal } from '../model/run-log.ts'
import { uncarry } from './carried-error.ts'
import type { FromLog, ToLog } from './messages.ts'
import { threadFile } from './thread-file.ts'

/** The main thread's end of the log. */
export class LogHandle {
  readonly opened: Promise<void>
  /** Never resolves; rejects once the log cannot be written any more. */
  readonly failed: Promise<never>
  readonly #sealed = Promise.withResolvers<Seal>()
  readonly #worker: Worker

  constructor(folder: string, manifest: RunManifest, onBatch: ((batch: Batch) => void) | null) {
    this.#worker = new Worker(threadFile('log-thread'), { workerData: { folder, manifest, tap: onBatch !== null } })
    const opened = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<never>()
    this.opened = opened.promise
    this.failed = failed.promise
    const fail = (error: Error) => {
      opened.reject(error)
      failed.reject(error)
      this.#sealed.reject(error)
    }
    for (const promise of [this.opened, this.failed, this.#sealed.promise]) promise.catch(() => {})
    this.#worker.on('message', (message: FromLog) => {
      if (message.kind === 'opened') opened.resolve()
      else if (message.kind === 'batch') onBatch?.(message.batch)
      else if (message.kind === 'sealed') this.#sealed.resolve(message.seal)
      else fail(uncarry(message.error))
    })
    this.#worker.on('error', fail)
  }

  tell(message: ToLog, ports: MessagePort[] = []): void {
    this.#worker.postMessage(message, ports)
  }

  /** Resolves when everything is on disk. */
  seal(end: Extract<ToLog, { kind: 'seal' }>['end']): Promise<Seal> {
    this.tell({ kind: 'seal', end })
    return this.#sealed.promise
  }
}
