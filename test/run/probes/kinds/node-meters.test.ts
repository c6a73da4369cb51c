import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Probe } from '../../../../src/model/probe.ts'
import { openMeter } from '../../../../src/run/probes/kinds/index.ts'
import { serve, text } from '../meter-server.ts'
import { powercap, zone } from '../powercap.ts'
import { ask, common, never, readOnce, TestWorld } from '../world.ts'

const rapl = (root: string): Probe => ({ ...common, kind: 'rapl', root })
const command = (...argv: string[]): Probe => ({ ...common, kind: 'command', argv })
const ipmi = (printed: string): Probe => ({ ...common, kind: 'ipmi', argv: ['echo', printed] })
const redfish = (url: string, headers = {}): Probe => ({ ...common, kind: 'redfish', url, headers, insecure: false })

describe('probe of kind rapl', () => {
  test('packages and the memory beside them, in joules, with where they wrap', async () => {
    const { values } = await readOnce(rapl(powercap()))
    const cpu = (device: string) => ({ device, scope: 'cpu' })
    const dram = { device: 'package-0/dram', scope: 'dram' }
    assert.deepEqual(values, [
      { name: 'energy', labels: cpu('package-0'), value: 5 },
      { name: 'energy.range', labels: cpu('package-0'), value: 262_143_328_850 * 1e-6 },
      { name: 'energy', labels: dram, value: 700_000 * 1e-6 },
      { name: 'energy.range', labels: dram, value: 65_712_999_613 * 1e-6 },
      { name: 'energy', labels: cpu('package-1'), value: 9.25 },
      { name: 'energy.range', labels: cpu('package-1'), value: 262_143_328_850 * 1e-6 },
    ])
  })

  test('zones that lie flat, as links of the kernel do, are found once', async () => {
    const root = mkdtempSync(join(tmpdir(), 'powercap-'))
    zone(root, 'intel-rapl:0', 'package-0', 1e6, 2e6)
    zone(root, 'intel-rapl:0:0', 'dram', 3e6, 4e6)
    const { values } = await readOnce(rapl(root))
    assert.deepEqual(
      values.filter(({ name }) => name === 'energy').map(({ labels, value }) => [labels.device, value]),
      [
        ['package-0', 1],
        ['package-0/dram', 3],
      ],
    )
  })

  test('a counter that wrapped is given as it was read, and one that is gone is a failure', async (context) => {
    const root = powercap()
    const meter = await openMeter(rapl(root), new TestWorld())
    context.after(() => meter.close())
    const file = join(root, 'intel-rapl:0', 'energy_uj')
    writeFileSync(file, '12\n')
    assert.equal((await ask(meter, never())).values[0].value, 12 * 1e-6)
    rmSync(file)
    await assert.rejects(ask(meter, never()), /no energy counters/)
  })

  test('a counter that only root may read says so, and is not zero', async (context) => {
    const root = powercap()
    chmodSync(root, 0o755)
    chmodSync(join(root, 'intel-rapl:0', 'energy_uj'), 0)
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65534)
    context.after(() => isRoot && process.seteuid?.(0))
    await assert.rejects(readOnce(rapl(root)), { code: 'probe.no-permission', hint: /root/ })
  })

  test('a folder without a package has no counters', async () => {
    const root = mkdtempSync(join(tmpdir(), 'powercap-'))
    zone(root, 'intel-rapl:0', 'psys', 1e6, 2e6)
    await assert.rejects(readOnce(rapl(root)), { code: 'probe.absent' })
  })
})

describe('probe of kind ipmi', () => {
  const printed = (watts: string, state: string): string => `
    Instantaneous power reading:                   ${watts} Watts
    Minimum during sampling period:                  5 Watts
    Power reading state is:                   ${state}
`

  test('power of the node, as ipmitool prints it', async () => {
    const { values } = await readOnce(ipmi(printed('220', 'activated')))
    assert.deepEqual(values, [{ name: 'power', labels: { device: 'node', scope: 'node' }, value: 220 }])
  })

  test('a reading that is not active is none', async () => {
    await assert.rejects(readOnce(ipmi(printed('0', 'deactivated'))), /power reading is deactivated/)
    await assert.rejects(readOnce(ipmi('DCMI request failed')), /prints no instantaneous power/)
  })

  test('a device that only root may open says so', async () => {
    const argv = ['sh', '-c', 'echo "Could not open device at /dev/ipmi0: Permission denied" >&2; exit 1']
    await assert.rejects(readOnce({ ...common, kind: 'ipmi', argv }), { code: 'probe.no-permission' })
  })
})

describe('probe of kind command', () => {
  test('names and labels are kept; what is no number is not', async () => {
    const { values } = await readOnce(
      command('printf', 'energy{device="pdu",scope="node"} 12.5\\n# so far\\nfan 4e3\\nx NaN\\nlast 1'),
    )
    assert.deepEqual(values, [
      { name: 'energy', labels: { device: 'pdu', scope: 'node' }, value: 12.5 },
      { name: 'fan', labels: {}, value: 4000 },
      { name: 'last', labels: {}, value: 1 },
    ])
  })

  test('arguments never pass a shell', async () => {
    await assert.rejects(readOnce(command('echo', 'power 3; echo power 4')), /got "power 3; echo power 4"/)
  })

  test('a program that fails, prints prose, too much, or never ends is a failure', async () => {
    await assert.rejects(
      readOnce(command('sh', '-c', 'echo no meter >&2; exit 3')),
      /"sh" ended with exit code 3: no meter/,
    )
    await assert.rejects(readOnce(command('echo', '312 W')), /lines such as "power 312.5", got "312 W"/)
    await assert.rejects(readOnce(command('head', '-c', '2000000', '/dev/zero')), { code: 'probe.too-big' })
    const meter = await openMeter(command('sleep', '60'), new TestWorld())
    const stop = new AbortController()
    const over = new Error('over')
    const reading = ask(meter, stop.signal)
    stop.abort(over)
    await assert.rejects(reading, over)
  })
})

describe('probe of kind redfish', () => {
  const power = '{"PowerControl":[{"PowerConsumedWatts":344.5},{"PowerConsumedWatts":9}]}'
  const sensors = '{"PowerWatts":{"Reading":350},"EnergykWh":{"Reading":0.5}}'

  test('a chassis gives its sensors, else its power; the whole is the first of PowerControl', async (context) => {
    const server = await serve((request, response) => {
      if (request.url?.endsWith('/1/Power') || request.url?.endsWith('/2/Power')) response.end(power)
      else if (request.url?.endsWith('/2/EnvironmentMetrics')) response.end(sensors)
      else response.writeHead(404).end()
    }, context)
    const of = (chassis: string) => readOnce(redfish(`${server.url}/redfish/v1/Chassis/${chassis}/`))
    const labels = (device: string) => ({ device, scope: 'node' })
    assert.deepEqual((await of('1')).values, [{ name: 'power', labels: labels('1'), value: 344.5 }])
    assert.deepEqual((await of('2')).values, [
      { name: 'power', labels: labels('2'), value: 350 },
      { name: 'energy', labels: labels('2'), value: 1.8e6 },
    ])
    await assert.rejects(of('3'), { code: 'probe.unknown' })
  })

  test('of several chassis the only one with power is found, and of two neither is guessed', async (context) => {
    let withPower = ['node']
    const server = await serve((request, response) => {
      const [, chassis, resource] = /Chassis\/(\w+)\/(\w+)/.exec(request.url ?? '') ?? []
      if (request.url === '/redfish/v1/Chassis') {
        const members = ['node', 'fan', 'gpu'].map((id) => ({ '@odata.id': `/redfish/v1/Chassis/${id}` }))
        response.end(JSON.stringify({ Members: members }))
      } else if (resource === 'Power' && withPower.includes(chassis)) response.end(power)
      else response.writeHead(404).end()
    }, context)
    assert.equal((await readOnce(redfish(server.url))).values[0].labels.device, 'node')
    withPower = ['node', 'gpu']
    await assert.rejects(readOnce(redfish(server.url)), {
      code: 'probe.unknown',
      hint: /Chassis\/node, .*Chassis\/gpu/,
    })
  })

  test('no permission, no JSON and null readings are failures', async (context) => {
    const server = await serve(text('', 401), context)
    const url = `${server.url}/redfish/v1/Chassis/1/Power`
    await assert.rejects(readOnce(redfish(url)), { code: 'probe.refused', hint: /authorization/ })
    server.answer = text('<html>')
    await assert.rejects(readOnce(redfish(url)), { code: 'probe.malformed' })
    server.answer = text('{"PowerControl":[{"PowerConsumedWatts":null}]}')
    await assert.rejects(readOnce(redfish(url)), { code: 'probe.unknown' })
  })
})
