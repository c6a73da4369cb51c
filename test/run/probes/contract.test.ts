import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { meterContract } from './contract.ts'
import { fixture } from './fixture.ts'
import { closedUrl, type MeterServer, serve, text } from './meter-server.ts'
import { powercap } from './powercap.ts'
import { common, ZERO } from './world.ts'

const servers: MeterServer[] = []
after(() => Promise.all(servers.map((server) => server.close())))

async function answering(body: string): Promise<string> {
  const server = await serve(text(body))
  servers.push(server)
  return server.url
}

const nowhere = ['/nowhere/no-such-program']

meterContract({
  kind: 'metrics',
  probe: async () => ({
    ...common,
    kind: 'metrics',
    url: `${await answering(fixture('kepler'))}/metrics`,
    headers: {},
  }),
  gives: ['energy', 'power'],
  absent: async () => ({ ...common, kind: 'metrics', url: `${await closedUrl()}/metrics`, headers: {} }),
})

const vector = {
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [1767225603, '312.5'] }] },
}

meterContract({
  kind: 'prometheus',
  probe: async () => ({
    ...common,
    kind: 'prometheus',
    url: await answering(JSON.stringify(vector)),
    headers: {},
    queries: { power: 'sum(watts)' },
  }),
  gives: ['power'],
  absent: async () => ({
    ...common,
    kind: 'prometheus',
    url: await closedUrl(),
    headers: {},
    queries: { power: 'watts' },
  }),
})

const SMI = `case "$*" in
  *-lms*) while :; do echo "GPU-a, 312.50, 310.00, 320.00, 97, 65536"; sleep 0.01; done ;;
  *) echo "GPU-a, 312.50, 310.00, 320.00, 97, 65536" ;;
esac`

meterContract({
  kind: 'nvidia-smi',
  probe: async () => ({ ...common, kind: 'nvidia-smi', argv: ['sh', '-c', SMI, 'smi'] }),
  gives: ['power', 'gpu.utilization', 'gpu.memory'],
  absent: async () => ({ ...common, kind: 'nvidia-smi', argv: nowhere }),
})

meterContract({
  kind: 'rapl',
  probe: async () => ({ ...common, kind: 'rapl', root: powercap() }),
  gives: ['energy', 'energy.range'],
  absent: async () => ({ ...common, kind: 'rapl', root: '/nowhere/powercap' }),
})

meterContract({
  kind: 'redfish',
  probe: async () => ({
    ...common,
    kind: 'redfish',
    url: `${await answering('{"PowerControl":[{"PowerConsumedWatts":344}]}')}/redfish/v1/Chassis/1/Power`,
    headers: {},
    insecure: false,
  }),
  gives: ['power'],
  absent: async () => ({ ...common, kind: 'redfish', url: await closedUrl(), headers: {}, insecure: false }),
})

meterContract({
  kind: 'ipmi',
  probe: async () => ({
    ...common,
    kind: 'ipmi',
    argv: ['echo', '    Instantaneous power reading:                   220 Watts'],
  }),
  gives: ['power'],
  absent: async () => ({ ...common, kind: 'ipmi', argv: nowhere }),
})

meterContract({
  kind: 'command',
  probe: async () => ({ ...common, kind: 'command', argv: ['echo', 'power{device="pdu"} 312.5\nfan.speed 4000'] }),
  gives: ['power', 'fan.speed'],
  absent: async () => ({ ...common, kind: 'command', argv: nowhere }),
})

meterContract({
  kind: 'csv',
  probe: async () => {
    const path = join(tmpdir(), `probe-${process.pid}.csv`)
    writeFileSync(path, `time,watts\n${ZERO / 1000 + 1},300\n${ZERO / 1000 + 2},310\n`)
    return { ...common, kind: 'csv', path, time: 'time', clock: 'unix-s', columns: { power: 'watts' } }
  },
  gives: ['power'],
  absent: async () => ({
    ...common,
    kind: 'csv',
    path: '/nowhere/power.csv',
    time: 'time',
    clock: 'unix-s',
    columns: { power: 'watts' },
  }),
})
