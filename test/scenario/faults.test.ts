import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issues, issuesOf, type Mapping, resolve, said } from './minimal.ts'

const THREE = [0, 1, 2].map((n) => ({ name: `replica-${n}`, url: `http://127.0.0.1:810${n}` }))
const some = (faults: Mapping[], parts: Mapping = {}) => resolve({ targets: THREE, faults, ...parts }).scenario.faults
/** A fault that is right but for what is given. */
const one = (given: Mapping, parts: Mapping = {}) => some([{ replica: 'replica-1', at: '20s', ...given }], parts)[0]
const refused = (given: Mapping, parts: Mapping = {}) => {
  const fault = { replica: 'replica-1', at: '20s', ...given }
  return said(issues({ targets: THREE, faults: [fault], ...parts })).join('\n')
}

describe('a fault', () => {
  test('kills the process tree on a replica’s port', () => {
    assert.deepEqual(one({ name: 'the kill', signal: 'KILL', for: '10s', restart: ['./start', '{port}'] }), {
      name: 'the kill',
      action: { kind: 'process', signal: 'KILL', by: { port: true }, tree: true },
      which: { replica: 'replica-1' },
      when: { kind: 'at', at: 20e9 },
      duration: 10e9,
      repeat: { times: 1, every: 0, rotate: false },
      restart: ['./start', '{port}'],
    })
  })

  test('does one of many things', () => {
    const action = (given: Mapping) => one(given).action
    assert.deepEqual(action({ signal: 'STOP', pid: 123, tree: false }), {
      kind: 'process',
      signal: 'STOP',
      by: { pid: 123 },
      tree: false,
    })
    const byFile = action({ signal: 'TERM', pidFile: '/run/x.pid' })
    assert.ok(byFile.kind === 'process')
    assert.deepEqual(byFile.by, { pidFile: '/run/x.pid' })
    assert.deepEqual(action({ command: ['a', ''], undo: ['b'] }), {
      kind: 'command',
      argv: ['a', ''],
      undo: ['b'],
      confirm: null,
    })
    const docker = { kind: 'docker', container: 'c', do: 'kill', signal: 'KILL' }
    assert.deepEqual(action({ docker: { container: 'c' } }), docker)
    assert.deepEqual(action({ kubectl: { pod: 'p', grace: '30s' } }), {
      kind: 'kubectl',
      context: null,
      namespace: 'default',
      pod: 'p',
      do: 'delete',
      grace: 30,
    })
    assert.deepEqual(action({ systemd: { unit: 'u' } }), { kind: 'systemd', unit: 'u', signal: 'KILL' })
    const api = 'http://127.0.0.1:8474'
    assert.deepEqual(action({ toxiproxy: { proxy: 'p' } }), { kind: 'toxiproxy', api, proxy: 'p', toxic: null })
    const toxic = { type: 'latency', stream: 'downstream', toxicity: 1, attributes: { latency: 5 } }
    assert.deepEqual(action({ toxiproxy: { proxy: 'p', toxic: { type: 'latency', attributes: { latency: 5 } } } }), {
      kind: 'toxiproxy',
      api,
      proxy: 'p',
      toxic,
    })
  })

  test('of the built-in proxy is one kind of trouble', () => {
    const proxy = (given: unknown) => one({ proxy: given }).action
    assert.deepEqual(proxy('black-hole'), { kind: 'proxy', do: 'black-hole' })
    assert.deepEqual(proxy({ delay: '200ms' }), { kind: 'proxy', do: 'delay', delay: 200e6, jitter: 0 })
    assert.deepEqual(proxy({ bandwidth: '10 kB/s' }), { kind: 'proxy', do: 'bandwidth', bytesPerSecond: 10_000 })
    assert.deepEqual(proxy({ cut: '4 KiB' }), { kind: 'proxy', do: 'cut', afterBytes: 4096 })
    assert.deepEqual(proxy({ 'slow-close': '2s' }), { kind: 'proxy', do: 'slow-close', delay: 2e9 })
    assert.match(refused({ proxy: { cut: 1, delay: '1s' } }), /exactly one of delay/)
    assert.match(refused({ proxy: { cut: 1, jitter: '1s' } }), /only a delay has jitter/)
    assert.match(refused({ proxy: { bandwidth: 10 } }), /a bandwidth such as 10 kB\/s.*did you mean "10 kB\/s"/)
    assert.match(refused({ proxy: 'refues' }), /expected refuse, reset/)
  })

  test('hits a named, a random or the busiest replica, and the only one unasked', () => {
    assert.deepEqual(one({ signal: 'KILL', replica: 'random', seed: 7 }).which, { random: '7' })
    assert.equal(one({ signal: 'KILL', replica: 'busiest' }).which, 'busiest')
    const [only] = resolve({ faults: [{ signal: 'KILL', at: '1s' }] }).scenario.faults
    assert.deepEqual(only.which, { replica: '127.0.0.1:8000' })
    assert.match(refused({ signal: 'KILL', replica: undefined }), /which replica .*replica: random.*replica-2/)
    assert.match(refused({ signal: 'KILL', seed: 3 }), /only a random replica has a seed/)
  })

  test('comes at an instant, in a phase, or after so many requests', () => {
    const when = (given: Mapping) => one({ signal: 'KILL', at: undefined, ...given }).when
    const measured = (offset: number) => ({ kind: 'phase', phase: 'measure', offset })
    assert.deepEqual(when({ at: 'measure + 10s' }), measured(10e9))
    assert.deepEqual(when({ at: 'measure+10s' }), measured(10e9))
    assert.deepEqual(when({ at: 'measure' }), measured(0))
    assert.deepEqual(when({ at: { phase: 'measure', offset: '10s' } }), measured(10e9))
    assert.deepEqual(when({ after: 500 }), { kind: 'after', requests: 500 })
    for (const at of ['measure 10s', 'measured + 1s', 'later', '+ 3s', 'measure +']) {
      assert.match(refused({ signal: 'KILL', at }), /expected an instant, got ".*" \| for example at: 20s/, at)
    }
    assert.match(refused({ signal: 'KILL', after: 5 }), /either at or after/)
    assert.match(refused({ signal: 'KILL', at: undefined }), /either at or after/)
    assert.match(refused({ signal: 'KILL', at: 20 }), /expected an instant such as 20s/)
  })

  test('has a name of its own, by default what it does', () => {
    const kill = { signal: 'KILL', replica: 'replica-1' }
    const names = some([
      { ...kill, at: '1s' },
      { ...kill, at: '2s' },
      { ...kill, at: '3s', name: 'kill-2' },
      { proxy: { delay: '1s' }, replica: 'random', at: '4s' },
    ]).map(({ name }) => name)
    assert.deepEqual(names, ['kill', 'kill-3', 'kill-2', 'delay'])
    const twice = [
      { ...kill, at: '1s', name: 'a' },
      { ...kill, at: '2s', name: 'a' },
    ]
    assert.match(said(issues({ targets: THREE, faults: twice }))[0], /faults\[1\].name: two faults are called a/)
  })

  test('does not happen unless it is allowed', () => {
    assert.equal(resolve().scenario.allowFaults, false)
    assert.equal(resolve({ allowFaults: true }).scenario.allowFaults, true)
  })
})

describe('a fault that cannot be', () => {
  test('hits no replica there is', () => {
    const text = `tailgate: 1
targets: [{ name: replica-0, url: "http://h:1" }, { name: replica-1, url: "http://h:2" }]
load: { rate: 1/s, duration: 60s }
faults:
  - { signal: KILL, replica: replica1, at: 20s }
`
    const [issue] = issuesOf(text)
    assert.deepEqual([issue.place?.line, issue.place?.column, issue.hint], [5, 21, 'did you mean replica-1?'])
    assert.match(issue.message, /there is no replica replica1/)
    const found = { signal: 'KILL', replica: 'pod-1', at: '1s' }
    assert.doesNotThrow(() => some([found], { fleet: { discover: { dns: {} } } }))
    assert.doesNotThrow(() => some([found], { fleet: { gateway: true, replicaHeader: 'x-replica' } }))
  })

  test('does no thing, or two', () => {
    assert.match(refused({}), /exactly one of signal, .*, got none/)
    assert.match(refused({ signal: 'KILL', systemd: { unit: 'u' } }), /got signal and systemd/)
    assert.match(
      refused({ systemd: { unit: 'u' }, pid: 3, undo: ['x'] }),
      /pid belongs to .* signal(.|\n)*undo belongs to/,
    )
    assert.match(refused({ signal: 'KILL', pid: 3, pidFile: 'x' }), /pid and pidFile both/)
    assert.match(refused({ signal: 'HUP' }), /expected one of KILL, TERM, INT, STOP/)
    assert.match(refused({ docker: { container: 'c', do: 'pause', signal: 'KILL' } }), /docker pause sends no signal/)
    assert.match(refused({ kubectl: { pod: 'p', grace: '1500ms' } }), /whole seconds/)
    assert.match(refused({ kubectl: { pod: 'p', do: 'kill', grace: '1s' } }), /only delete has a grace/)
  })

  test('asks for a shell', () => {
    const message = /program and its arguments as a list, got "systemctl stop x": there is no shell/
    const text = refused({ command: 'systemctl stop x' })
    assert.match(text, message)
    assert.match(text, /\| write \["systemctl", "stop", "x"\]/)
    assert.match(refused({ signal: 'KILL', for: '1s', restart: 'systemctl stop x' }), message)
    assert.match(refused({ command: [] }), /at least one/)
    assert.match(refused({ command: ['', 'x'] }), /the program to run, and it is empty/)
  })

  test('comes after the end of the load', () => {
    const kill = { signal: 'KILL' }
    assert.match(refused({ ...kill, at: '60s' }), /faults\[0\].at: it comes after the end of the load, at 1m/)
    assert.match(refused({ ...kill, at: 'measure + 70s' }), /comes after the end of the load/)
    const repeat = { times: 4, every: '20s' }
    assert.match(refused({ ...kill, repeat }), /faults\[0\].repeat: round 4, at 80s, comes after the end/)
    const warm = { load: { rate: '20/s', duration: '60s', warmup: { duration: '10s' } } }
    assert.doesNotThrow(() => one({ ...kill, at: '65s' }, warm))
    const counted = { load: { rate: '20/s', queries: 100 } }
    assert.match(refused({ ...kill, at: undefined, after: 100 }, counted), /the load ends with its 100 queries/)
    assert.doesNotThrow(() => one({ ...kill, at: '1h' }, counted))
  })

  test('overlaps itself', () => {
    const kill = { signal: 'KILL', at: '1s' }
    assert.match(
      refused({ ...kill, for: '10s', repeat: { times: 3, every: '10s' } }),
      /repeat.every: the rounds would overlap: they start every 10s, and each lasts 10s/,
    )
    assert.doesNotThrow(() => one({ ...kill, repeat: { times: 3, every: '10s' } }))
    assert.match(refused({ ...kill, repeat: { times: 2, every: '0s' } }), /all come at once/)
    assert.match(refused({ ...kill, signal: 'STOP', repeat: { times: 2, every: '9s' } }), /to the end of the run/)
    const frozen = { docker: { container: 'llm', do: 'kill', signal: 'STOP' }, at: '1s' }
    assert.match(refused({ ...frozen, repeat: { times: 2, every: '9s' } }), /to the end of the run/)
    const rotating = { repeat: { times: 2, every: '9s', rotate: true } }
    assert.match(refused({ ...kill, pid: 3, ...rotating }), /pid names one process/)
    assert.match(refused({ ...kill, restart: ['x'] }), /when is it started again/)
  })
})

describe('reliability', () => {
  test('is judged by the method’s own numbers unless told otherwise', () => {
    const plain = { tolerance: 0.05, hold: 30e9, stall: 2e9, objective: 0.999, nMinus1Goodput: null }
    assert.deepEqual(resolve().scenario.reliability, plain)
    const given = { tolerance: '10%', hold: '5s', stall: '1s', objective: '99%', nMinus1Goodput: '12/s' }
    assert.deepEqual(resolve({ reliability: given }).scenario.reliability, {
      tolerance: 0.1,
      hold: 5e9,
      stall: 1e9,
      objective: 0.99,
      nMinus1Goodput: 12,
    })
  })
})
