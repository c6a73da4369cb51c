import { parentPort, workerData } from 'node:worker_threads'
import { EXIT, Failure } from '../../../base/failure.ts'
import { Gate } from './gate.ts'
import type { CarriedFailure, FromProxy, Front, ToProxy } from './messages.ts'

/** The proxy's thread: bytes pass here, so that neither main nor a generator waits for them. */

const fronts = workerData as readonly Front[]
const say = (message: FromProxy) => parentPort?.postMessage(message)
const gates = new Map(fronts.map((front) => [front.name, new Gate(front)]))
let turn: Promise<void> = Promise.all([...gates.values()].map((gate) => gate.open())).then(
  (ports) => say({ kind: 'listening', ports }),
  (error: unknown) => say({ kind: 'failed', failure: carry(error) }),
)

parentPort?.on('message', (message: ToProxy) => {
  if (message.kind === 'close') return close()
  turn = turn.then(() => obey(message))
})

async function obey({ id, replica, fault }: Extract<ToProxy, { kind: 'set' }>): Promise<void> {
  try {
    await gates.get(replica)?.set(fault)
    say({ kind: 'set', id, failure: null })
  } catch (error) {
    say({ kind: 'set', id, failure: carry(error) })
  }
}

function close(): void {
  for (const gate of gates.values()) gate.close()
  parentPort?.close()
}

function carry(error: unknown): CarriedFailure {
  if (!(error instanceof Failure)) throw error
  const { code, message, exit, hint } = error
  return { code, message, exit: exit ?? EXIT.usage, hint }
}
