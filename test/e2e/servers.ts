import type { FaultSettings } from '../../src/sim/faults/fault.ts'
import { Replica } from '../../src/sim/replica.ts'
import { type ReplicaOptions, resolveReplica } from '../../src/sim/settings.ts'
import { type Peer, serve } from '../run/transport/scripted-server.ts'
import type { Owner } from './cli.ts'

/** Servers to run against, in this process, on free ports. */

/** Fast enough that a test does not wait for it. */
const ENGINE = { stepBase: 1e6, stepPerSequence: 0, prefillRate: 1e6 } as never

export async function simulated(t: Owner, faults: readonly FaultSettings[] = [], more: ReplicaOptions = {}) {
  const replica = new Replica(resolveReplica('replica-0', 0, { model: 'sim', engine: ENGINE, faults, ...more }))
  const port = await replica.listen()
  t.after(() => replica.close())
  return `http://127.0.0.1:${port}`
}

/** Does with each connection what the script says. */
export async function scripted(t: Owner, script: (peer: Peer) => unknown): Promise<string> {
  const server = await serve(script, null)
  t.after(() => server.close())
  return `http://127.0.0.1:${server.port}`
}

/** Gives every request the same bytes. */
export function answering(bytes: string | Buffer): (peer: Peer) => Promise<void> {
  return async (peer) => {
    while ((await peer.request()) !== undefined) peer.write(bytes)
  }
}

export function whole(status: string, body: string, headers: readonly string[] = []): string {
  const head = [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, ...headers]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** A stream of server-sent events in one chunk, whole and in form. */
export function stream(events: readonly string[]): string {
  const body = events.map((event) => `data: ${event}\n\n`).join('')
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
  return `${head}${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`
}

export function token(content: string, finish: string | null = null): string {
  const choice = { index: 0, delta: content === '' ? {} : { content }, finish_reason: finish }
  return JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'sim', choices: [choice] })
}

export function usage(completion: number): string {
  const counts = { prompt_tokens: 16, completion_tokens: completion, total_tokens: 16 + completion }
  return JSON.stringify({
    id: 'x',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'sim',
    choices: [],
    usage: counts,
  })
}
