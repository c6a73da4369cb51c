import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import type { Clock } from '../../../src/base/clock.ts'
import { nanos } from '../../../src/base/nanos.ts'
import { openLiveView } from '../../../src/cli/live/index.ts'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { requestColumns, tokenColumns } from '../../analysis/fixture-log.ts'
import { liveScenario } from './live-scenario.ts'
import { sampleFleet } from './sample-fleet.ts'
import { TerminalEmulator } from './terminal-emulator.ts'

const PLAN = {
  loop: 'open',
  queries: 100,
  samplesPerQuery: 1,
  window: { from: nanos(0), to: nanos(20e9) },
  digest: null,
} as const

const ONE = sampleFleet([{ name: 'a' }])

function terminalOn(
  canvas: { err(text: string): void; readonly width: number },
  interactive: boolean,
  height = 24,
): Terminal {
  return {
    out: () => assert.fail('the live view never writes to stdout'),
    // As the system's terminal does: every write ends in a line break.
    err: (text) => canvas.err(text.endsWith('\n') ? text : `${text}\n`),
    get width() {
      return canvas.width
    },
    height,
    interactive,
    color: interactive,
    outInteractive: interactive,
    outColor: interactive,
  }
}

/** Timers and a clock that move together, by hand. */
function manualTime(): { clock: Clock; pass(millis: number): void } {
  mock.timers.enable({ apis: ['setInterval'] })
  let now = 1e12
  return {
    clock: () => nanos(now),
    pass(millis) {
      for (let each = 0; each < millis; each += 50) {
        now += 50e6
        mock.timers.tick(50)
      }
    },
  }
}

async function opened(interactive: boolean, options: { quiet?: boolean; metrics?: string; height?: number } = {}) {
  const canvas = new TerminalEmulator(80, 20)
  const time = manualTime()
  const { quiet = false, metrics, height } = options
  const terminal = terminalOn(canvas, interactive, height)
  const view = await openLiveView({ scenario: liveScenario(), terminal, quiet, metrics }, time.clock)
  const gauges = new Int32Array(2)
  return { canvas, view, gauges, ...time, zero: () => time.clock() }
}

const oneOfEach = {
  requests: requestColumns([
    { due: 0, first: 100, done: 500 },
    { due: 0, done: 700, outcome: 'reset' },
  ]),
  tokens: tokenColumns([]),
}

describe('the live view', () => {
  test('repaints a block on a terminal four times a second and leaves nothing of it', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true)
    assert.match(canvas.text[0], /^chat release gate {2}reading the dataset/)
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    const writes = canvas.writes
    gauges.set([1, 3])
    view.watch?.batch(oneOfEach)
    pass(1000)
    assert.equal(canvas.writes, writes + 4)
    assert.equal(canvas.text[0], 'chat release gate  measuring  1 s of 20 s')
    assert.match(canvas.text[3], /^requests {3}1 in flight {2}1 ok {2}1 failed {2}3 issued {2}reset 1$/)
    await view.close()
    assert.deepEqual(canvas.text, [])
    assert.ok(canvas.cursorShown)
  })

  test('takes no more rows than the window has', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true, { height: 3 })
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    pass(1000)
    assert.equal(canvas.text.length, 2)
    await view.close()
    assert.deepEqual(canvas.text, [])
  })

  test('follows the window when it is resized', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true)
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    pass(1000)
    canvas.resize(30)
    pass(250)
    assert.equal(canvas.text.length, 7)
    assert.ok(canvas.text.every((line) => line.length <= 30))
    await view.close()
  })

  test('says what happens to a target above the block', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true)
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    pass(500)
    view.watch?.event({
      at: nanos(5e8),
      kind: 'target',
      replica: 'replica-1',
      state: 'unready',
      because: 'refused\x1b[2J',
    })
    view.watch?.event({
      at: nanos(2e9),
      kind: 'fault',
      fault: 'kill',
      round: 0,
      replica: 'replica-1',
      step: 'confirmed',
      method: 'SIGKILL',
      because: 'pid 7 gone',
    })
    view.say('stopping')
    pass(500)
    assert.deepEqual(canvas.text.slice(0, 3), [
      'replica-1 is unready: refused\\x1b[2J',
      '2 s  kill: replica-1 SIGKILL confirmed: pid 7 gone',
      'stopping',
    ])
    assert.match(canvas.text[3], /^chat release gate/)
    await view.close()
    assert.equal(canvas.text.length, 3)
  })

  test('shows each replica of several under the block', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true)
    view.watch?.started(PLAN, zero(), [gauges], sampleFleet([{ name: 'a', inFlight: 1 }, { name: 'b' }]))
    view.watch?.batch(oneOfEach)
    view.watch?.event({ at: nanos(1), kind: 'target', replica: 'b', state: 'ejected', because: '3 failures in a row' })
    pass(250)
    assert.match(canvas.text[0], /^b is ejected/)
    assert.deepEqual(canvas.text.slice(-3), [
      'replicas   1 in  1 out  imbalance –',
      '  a  in   1 in flight  – of load  1 failed  ttft p50 100 ms (few)  good –',
      '  b  out  0 in flight  – of load  0 failed  ttft p50 –             good –',
    ])
    await view.close()
  })

  test('prints a plain line every five seconds where nobody watches', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(false)
    pass(7000)
    assert.equal(canvas.writes, 0, 'nothing before the run begins')
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    view.watch?.batch(oneOfEach)
    gauges.set([0, 100])
    pass(10_000)
    assert.deepEqual(
      canvas.text.filter((line) => /^\d+ s/.test(line)).map((line) => line.slice(0, 20)),
      ['5 s  measuring  offe', '10 s  measuring  off'],
    )
    await view.close()
  })

  test('quiet and without metrics nothing is listened to', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, pass } = await opened(true, { quiet: true })
    assert.equal(view.watch, undefined)
    pass(1000)
    assert.equal(canvas.writes, 0)
    view.say('stopping')
    assert.deepEqual(canvas.text, ['stopping'])
    await view.close()
  })

  test('quiet with metrics draws nothing and serves them', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view, gauges, pass, zero } = await opened(true, { quiet: true, metrics: '127.0.0.1:0' })
    view.watch?.started(PLAN, zero(), [gauges], ONE)
    pass(1000)
    assert.equal(canvas.writes, 0)
    await view.close()
  })

  test('says where metrics are', async (t) => {
    t.after(() => mock.timers.reset())
    const { canvas, view } = await opened(false, { metrics: '127.0.0.1:0' })
    assert.match(canvas.text[0], /^metrics {2}http:\/\/127\.0\.0\.1:\d+\/metrics$/)
    await view.close()
  })
})
