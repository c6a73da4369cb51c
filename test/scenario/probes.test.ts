import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../src/base/failure.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { toScenarioFile } from '../../src/scenario/scenario-file.ts'
import { resolveHeaders } from '../../src/scenario/secrets.ts'
import { issues, type Mapping, minimal, resolve, said } from './minimal.ts'

const some = (...probes: Mapping[]) => resolve({ probes }).scenario.probes
const refused = (...probes: Mapping[]) => said(issues({ probes })).join('\n')

describe('a probe', () => {
  test('is one of eight kinds, and named for it', () => {
    const list = some(
      { metrics: true },
      { metrics: 'http://127.0.0.1:9400/metrics' },
      { prometheus: { url: 'http://127.0.0.1:9090/', queries: { power: 'sum(DCGM_FI_DEV_POWER_USAGE)' } } },
      { 'nvidia-smi': true },
      { rapl: true },
      { redfish: 'https://bmc/redfish/v1/Chassis/1', insecure: true },
      { ipmi: ['ssh', 'node', 'ipmitool'] },
      { command: ['./power.sh', 'a b'], name: 'mine' },
      { csv: { path: '/data/power.csv', columns: { power: 'W' } } },
    )
    const kinds = ['metrics', 'metrics-2', 'prometheus', 'nvidia-smi', 'rapl', 'redfish', 'ipmi', 'mine', 'csv']
    assert.deepEqual(
      list.map(({ name }) => name),
      kinds,
    )
    const second = { every: 1e9, timeout: 1e9 }
    const slow = { every: 5e9, timeout: 5e9 }
    assert.deepEqual(list[0], { name: 'metrics', ...second, kind: 'metrics', url: null, headers: {} })
    assert.ok(list[1].kind === 'metrics')
    assert.equal(list[1].url, 'http://127.0.0.1:9400/metrics')
    assert.deepEqual(list[2], {
      name: 'prometheus',
      ...slow,
      kind: 'prometheus',
      url: 'http://127.0.0.1:9090',
      headers: {},
      queries: { power: 'sum(DCGM_FI_DEV_POWER_USAGE)' },
    })
    assert.deepEqual(list[4], { name: 'rapl', ...second, kind: 'rapl', root: '/sys/class/powercap' })
    assert.ok(list[5].kind === 'redfish' && list[5].insecure)
    assert.deepEqual(list[6], { name: 'ipmi', ...slow, kind: 'ipmi', argv: ['ssh', 'node', 'ipmitool'] })
    assert.deepEqual(list[7], { name: 'mine', ...second, kind: 'command', argv: ['./power.sh', 'a b'] })
    assert.deepEqual(list[8], {
      name: 'csv',
      ...second,
      kind: 'csv',
      path: '/data/power.csv',
      time: 'time',
      clock: 'unix-s',
      columns: { power: 'W' },
    })
  })

  test('is read as often as is said, and never twice at once', () => {
    const [fast, rare] = some({ metrics: true, every: '100ms' }, { rapl: true, every: '60s' })
    assert.deepEqual([fast.every, fast.timeout], [100e6, 100e6])
    assert.deepEqual([rare.every, rare.timeout], [60e9, 5e9])
    assert.match(refused({ metrics: true, every: '0s' }), /expected a time above 0/)
    assert.match(refused({ metrics: true, every: 1 }), /did you mean "1s"/)
  })

  test('that cannot be says why', () => {
    assert.match(refused({}), /exactly one of metrics, .*got none \| for example metrics: true/)
    assert.match(refused({ metrics: true, rapl: true }), /got metrics and rapl/)
    assert.match(refused({ metrics: '127.0.0.1:9400' }), /did you mean http:\/\/127.0.0.1:9400/)
    assert.match(refused({ metrics: false }), /expected true, or the URL of a page of metrics, got false/)
    assert.match(
      refused({ 'nvidia-smi': 'nvidia-smi -q' }),
      /expected true, or a program and its arguments as a list, got "nvidia-smi -q": there is no shell .* \| write \["nvidia-smi", "-q"\]/,
    )
    assert.match(refused({ command: 'x' }), /there is no shell/)
    assert.match(refused({ prometheus: { url: 'http://h', queries: {} } }), /at least one query/)
    assert.match(refused({ csv: { path: 'x', columns: {} } }), /at least one column/)
    assert.match(refused({ csv: { columns: { power: 'W' } } }), /csv.path is missing/)
    assert.match(
      refused({ rapl: true, headers: { 'X-A': 'b' } }),
      /headers belongs to a probe with metrics, prometheus/,
    )
    assert.match(refused({ metrics: true, insecure: true }), /insecure belongs to a probe with redfish/)
    assert.match(refused({ metrics: true, name: 'a' }, { rapl: true, name: 'a' }), /probes\[1\].name: two probes .* a$/)
    assert.match(refused({ metircs: true }), /did you mean metrics\?/)
  })

  test('reads a file that lies beside the scenario', () => {
    const probes = [{ csv: { path: 'power.csv', columns: { power: 'W' } } }]
    const text = JSON.stringify(minimal({ name: 'n', probes }))
    const [here, there] = ['/here/x.json', '/there/x.json'].map((file) => decodeScenario(text, file))
    assert.ok(here.scenario.probes[0].kind === 'csv')
    assert.equal(here.scenario.probes[0].path, '/here/power.csv')
    assert.equal(here.fingerprint, there.fingerprint)
  })
})

describe('secrets of a probe', () => {
  const reference = `Bearer \${env:BMC_TOKEN}`
  const guarded = { redfish: 'https://bmc/', headers: { Authorization: reference } }

  test('stay in the environment until it connects', () => {
    process.env.BMC_TOKEN = 'not-to-be-seen'
    const { scenario } = resolve({ probes: [guarded] })
    delete process.env.BMC_TOKEN
    assert.ok(!JSON.stringify([scenario, toScenarioFile(scenario)]).includes('not-to-be-seen'))
    const [probe] = scenario.probes
    assert.ok(probe.kind === 'redfish')
    assert.deepEqual(resolveHeaders(probe.headers, 'probe redfish', { BMC_TOKEN: 'x' }), { Authorization: 'Bearer x' })
    assert.throws(
      () => resolveHeaders(probe.headers, 'probe redfish', {}),
      (error) => error instanceof Failure && /probe redfish needs .* BMC_TOKEN, which is not set/.test(error.message),
    )
  })

  test('do not stand in the file', () => {
    const list = issues({ probes: [{ ...guarded, headers: { Authorization: 'Bearer sk-secret' } }] })
    assert.match(said(list)[0], /is a secret and would end up in the log/)
    assert.ok(!JSON.stringify(list.map(({ message, hint, place }) => [message, hint, place])).includes('sk-secret'))
    assert.match(
      said(issues({ probes: [{ metrics: `http://h/\${env:X}` }] })).join(),
      /headers of targets and probes only/,
    )
  })
})
