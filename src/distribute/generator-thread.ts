import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../base/clock.ts'
import { openShare } from '../run/open-share.ts'
import { planSummary, promptBy } from '../run/plan-summary.ts'
import { transferables } from '../run/recorder.ts'
import type { Share } from '../run/share.ts'
import { carry } from './carried-error.ts'
import type { FromGenerator, GeneratorInput, ToGenerator, ToLogPort } from './messages.ts'

/** One generator's thread: its own connections, its own share of the plan, the one clock. */

const input = workerData as GeneratorInput
const say = (message: FromGenerator) => parentPort?.postMessage(message)
const log = (message: ToLogPort, transfer: ArrayBuffer[] = []) => input.log.postMessage(message, transfer)

let share: Share | null = null
let left = false
const stopping = new AbortController()

parentPort?.on('message', (message: ToGenerator) => {
  switch (message.kind) {
    case 'start':
      return void share?.start(message.zero).then((end) => leave({ kind: 'finished', end }), failed)
    case 'join':
      return void share?.join(message.member).then(() => say({ kind: 'joined' }), failed)
    case 'stop':
      return stopping.abort(message.because)
    case 'close':
      return void leave(null)
  }
})

openShare({
  ...input,
  clock: systemClock,
  deliver: (batch) => log({ kind: 'batch', batch }, transferables(batch)),
  event: (event) => say({ kind: 'event', event }),
  signal: stopping.signal,
}).then((opened) => {
  if (left) return opened.close()
  share = opened
  say({ kind: 'ready', plan: planSummary(opened.plan), promptBy: promptBy(input.scenario) })
}, failed)

// What is thrown in a timer or by a socket's callback ends the run too, with what it has recorded.
process.on('uncaughtException', failed)

function failed(error: unknown): void {
  leave({ kind: 'failed', error: carry(error) })
}

/** Says the last word only after every batch is on its way, then lets the thread end. */
async function leave(last: FromGenerator | null): Promise<void> {
  if (left) return
  left = true
  await share?.close().catch(() => {})
  log({ kind: 'end' })
  if (last !== null) say(last)
  parentPort?.close()
}
