/**
 * The watchdog as a process of its own. Orders come over IPC; when the channel closes, whatever is not released is
 * undone: what is stopped goes on at once, the rest the latest first. What cannot be undone goes into a file, because
 * nobody is left to be told.
 */
import { appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performUndo } from './perform-undo.ts'
import type { Undo } from './undo.ts'
import type { WatchdogOrder, WatchdogReply } from './watchdog.ts'

const held = new Map<string, Undo>()
const say = (reply: WatchdogReply) => process.send?.(reply)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => void undoAll())
process.on('message', (order: WatchdogOrder) => {
  if ('release' in order) {
    held.delete(order.release)
    return
  }
  held.delete(order.hold)
  held.set(order.hold, order.undo)
  say({ held: order.hold })
})
say('ready')

async function undoAll(): Promise<void> {
  // A restart may wait for its port and a program take its time: nobody stays stopped meanwhile.
  const order = [...held]
    .reverse()
    .sort(([, a], [, b]) => Number(b.kind === 'continue') - Number(a.kind === 'continue'))
  for (const [name, undo] of order) {
    try {
      await performUndo(undo, null)
    } catch (error) {
      const line = `${new Date().toISOString()} ${name}: ${error instanceof Error ? error.message : error}\n`
      appendFileSync(join(tmpdir(), `tailgate-watchdog-${process.pid}.log`), line, { mode: 0o600 })
    }
  }
  process.exit(0)
}
