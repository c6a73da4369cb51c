import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { OK, wire } from './contract/rig.ts'
import type { Peer } from './scripted-server.ts'

/** The clock of undici's timers, which its own tests put forward, too. */
const clock: { tick(ms: number): void } = createRequire(import.meta.url)('undici/lib/util/timers.js')

/** Twelve times what undici waits for a head, or between two pieces of a body, unless told otherwise. */
const AN_HOUR = 3_600_000

/** Twice, because a timer starts at the first tick it sees. */
function waitAnHour(): void {
  clock.tick(AN_HOUR)
  clock.tick(AN_HOUR)
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 2\r\n\r\n'

/** In a file of its own: nothing else may wait while the time is put forward. */
test('undici ends no request by a timer of its own, neither before the head nor in the body', async (t) => {
  const asked: ((peer: Peer) => void)[] = []
  const next = () => new Promise<Peer>((resolve) => void asked.push(resolve))
  const { send } = await wire(t, { name: 'undici', scheme: 'http', exempt: {} }, async (peer) => {
    while ((await peer.request()) !== undefined) asked.shift()?.(peer)
  })

  const silent = next()
  const late = send(0)
  const before = await silent
  waitAnHour()
  before.write(OK)
  await late.over
  assert.equal(late.body, 'ok', late.failure?.message)

  const stalling = next()
  const slow = send(1)
  const within = await stalling
  within.write(`${HEAD}o`)
  await slow.firstData
  waitAnHour()
  within.write('k')
  await slow.over
  assert.equal(slow.body, 'ok', slow.failure?.message)
})
