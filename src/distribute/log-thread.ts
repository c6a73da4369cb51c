import { constants, getPriority, platform, setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { LogWriter } from '../log/writer.ts'
import type { RunManifest } from '../model/run-log.ts'
import { carry } from './carried-error.ts'
import type { FromLog, ToLog, ToLogPort } from './messages.ts'

/** The log's own thread: encoding a part never delays a time stamp, not even where it shares a core with a generator. */

/** Of the kernel's 40 priorities: leaves a tenth of a core where a generator would take all of it. */
const STEP_BACK = 10

// Linux gives each thread a priority of its own; elsewhere this would be the whole process's.
if (platform() === 'linux') setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + STEP_BACK))

const PART_MILLIS = 2500
const PAUSE_MILLIS = 1

const { folder, manifest, tap } = workerData as { folder: string; manifest: RunManifest; tap: boolean }
const say = (message: FromLog) => parentPort?.postMessage(message)

/** Ends the turn on a core that a generator may be waiting for: a part is encoded in pieces shorter than its lag may be. */
const clock = new Int32Array(new SharedArrayBuffer(4))
const pause = () => void Atomics.wait(clock, 0, 0, PAUSE_MILLIS)

/** Gives memory back at once: batches outlive many small collections, and a large one comes only after hundreds of MB. */
function giveBack(columns: readonly object[]): void {
  for (const array of columns.flatMap((each) => Object.values(each))) {
    if (ArrayBuffer.isView(array)) (array.buffer as ArrayBuffer).transfer(0)
  }
}

let failed = false
/** The first failure ends the writing; what came before stays as it is. */
function attempt(write: () => void): void {
  if (failed) return
  try {
    write()
  } catch (error) {
    failed = true
    say({ kind: 'failed', error: carry(error) })
  }
}

let writer: LogWriter
attempt(() => {
  writer = new LogWriter(folder, manifest, { pause, written: giveBack })
  say({ kind: 'opened' })
})
const closing = setInterval(() => attempt(() => writer.closeParts()), PART_MILLIS)
// Without a folder there is nothing to wait for.
if (failed) leave()
let openPorts = 0
let sealWhenQuiet: (() => void) | null = null

parentPort?.on('message', (message: ToLog) => {
  switch (message.kind) {
    case 'generator':
      return listen(message.port)
    case 'manifest':
      return attempt(() => writer.writeManifest(message.manifest))
    case 'event':
      return attempt(() => writer.appendEvent(message.event))
    case 'reading':
      return attempt(() => writer.appendReading(message.reading))
    case 'seal':
      sealWhenQuiet = () => {
        attempt(() => say({ kind: 'sealed', seal: writer.seal(message.end) }))
        leave()
      }
      if (openPorts === 0) sealWhenQuiet()
  }
})

function leave(): void {
  clearInterval(closing)
  parentPort?.close()
}

/**
 * A generator's last batch may still be on its way when the run ends: the seal waits for every port's last word, or for
 * its close where the thread died without one.
 */
function listen(port: MessagePort): void {
  openPorts++
  let open = true
  const end = () => {
    if (!open) return
    open = false
    openPorts--
    if (openPorts === 0) sealWhenQuiet?.()
  }
  port.on('close', end)
  port.on('message', (message: ToLogPort) => {
    if (message.kind === 'batch') {
      if (tap) say({ kind: 'batch', batch: message.batch })
      attempt(() => writer.append(message.batch))
      return
    }
    end()
    port.close()
  })
}
