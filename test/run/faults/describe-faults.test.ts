import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromSeconds } from '../../../src/base/nanos.ts'
import { describeFaults } from '../../../src/run/faults/describe-faults.ts'
import { readProcess } from '../../../src/run/faults/processes/process-table.ts'
import { faultOf, signalOf, startServer } from './stage.ts'

test('a dry run says whom each fault would hit, when and how it would be undone, and does nothing', async () => {
  const [a, b] = [await startServer('a', 'children'), await startServer('b')]
  const faults = [
    faultOf({
      name: 'hang',
      action: signalOf('STOP'),
      when: { kind: 'phase', phase: 'measure', offset: fromSeconds(60) },
      duration: fromSeconds(20),
      repeat: { times: 2, every: fromSeconds(90), rotate: true },
    }),
    faultOf({
      name: 'kill',
      which: 'busiest',
      when: { kind: 'after', requests: 500 },
      restart: [process.execPath, '{port}'],
    }),
  ]
  const told = await describeFaults(faults, [a.target, b.target], null)
  const states = [a.pid, ...a.children, b.pid].map((pid) => readProcess(pid)?.state)
  await Promise.all([a.end(), b.end()])

  const [child, grandchild] = a.children
  assert.deepEqual(told[0], {
    fault: 'hang',
    replica: 'a',
    chosen: 'as named',
    when: '1m into the measured window, 2 times, one every 90s',
    what: `SIGSTOP to pid ${a.pid} (node) and its descendants ${child} (sh), ${grandchild} (sleep)`,
    undo: `after 20s: SIGCONT to pid ${a.pid}, ${child}, ${grandchild}`,
    confirmed: 'every process is in state T, within 5s',
  })
  assert.deepEqual(
    told.map(({ fault, replica, chosen }) => [fault, replica, chosen]),
    [
      ['hang', 'a', 'as named'],
      ['hang', 'b', 'by rotation'],
      ['kill', 'a', 'if busiest'],
      ['kill', 'b', 'if busiest'],
    ],
  )
  assert.match(told[3].undo, new RegExp(`^at the end of the run: ${process.execPath} ${b.port} \\(its output in `))
  assert.ok(states.every((state) => state === 'S' || state === 'R'))
})
