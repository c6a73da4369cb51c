import { type TestContext, test } from 'node:test'
import { fromMillis } from '../../../../src/base/nanos.ts'
import type { TransportName } from '../../../../src/model/scenario.ts'
import type { Payload } from '../../../../src/run/protocols/protocol.ts'
import { createTransport } from '../../../../src/run/transport/index.ts'
import type { TransportOptions } from '../../../../src/run/transport/options.ts'
import type { Transport } from '../../../../src/run/transport/transport.ts'
import { countingClock, payload, Recording, SECRET } from '../recording.ts'
import { certificates, type Peer, type ScriptedServer, serve } from '../scripted-server.ts'

/** Cases a transport cannot pass, by title, each with the reason. */
export type Exemptions = { readonly [title: string]: string }

export interface Rig {
  name: TransportName
  scheme: 'http' | 'https'
  exempt: Exemptions
}

export interface Wired {
  server: ScriptedServer
  transport: Transport
  send(number?: number, of?: Payload): Recording
}

/** Declares one case of the contract. */
export function given({ exempt }: Rig, title: string, body: (t: TestContext) => Promise<void>): void {
  test(title, { skip: exempt[title] }, body)
}

/** A scripted server and the transport that speaks to it, both closed when the test ends. */
export async function wire(
  t: TestContext,
  { name, scheme }: Rig,
  script: (peer: Peer) => unknown,
  options: Partial<TransportOptions> = {},
): Promise<Wired> {
  const server = await serve(script, scheme === 'https' ? {} : null)
  const transport = await open(t, name, `${scheme}://127.0.0.1:${server.port}`, options)
  t.after(() => server.close())
  return { server, transport, send: sender(transport) }
}

/** A transport that is closed when the test ends. */
export async function open(
  t: TestContext,
  name: TransportName,
  url: string,
  options: Partial<TransportOptions> = {},
): Promise<Transport> {
  const transport = await createTransport(name, {
    url,
    headers: {},
    authorization: `Bearer ${SECRET}`,
    tls: { ca: certificates.ca, cert: null, key: null, insecure: false },
    clock: countingClock(),
    connectTimeout: fromMillis(5000),
    runId: 'run7',
    ...options,
  })
  t.after(() => transport.close())
  return transport
}

export function sender(transport: Transport): (number?: number, of?: Payload) => Recording {
  return (number = 0, of = payload()) => {
    const recording = new Recording()
    transport.send(of, number, recording)
    return recording
  }
}

/** Answers every request of a connection with these bytes. */
export function answering(bytes: string): (peer: Peer) => Promise<void> {
  return async (peer) => {
    while ((await peer.request()) !== undefined) peer.write(bytes)
  }
}

export const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\nok'
export const CHUNKED = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
