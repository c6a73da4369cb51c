import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'node:test'
import { fromMillis } from '../../../../src/base/nanos.ts'
import type { Fault, ProxyFault } from '../../../../src/model/fault.ts'
import { readProcess } from '../../../../src/run/faults/processes/process-table.ts'
import type { ProxyControl } from '../../../../src/run/faults/proxy-control.ts'
import { fakePrograms } from '../fakes/programs.ts'
import { fakeToxiproxy } from '../fakes/toxiproxy.ts'
import { signalOf, startServer, targetAt } from '../stage.ts'
import { methodContract, type Scene } from './contract.ts'

const NOWHERE = targetAt('a', 9)

function processScene(signal: 'KILL' | 'STOP' | 'TERM') {
  return async (): Promise<Scene> => {
    const server = await startServer('a', 'children')
    const state = () => readProcess(server.pid)?.state ?? 'Z'
    const { target, end } = server
    return { action: signalOf(signal), target, harmed: () => ['T', 'Z'].includes(state()), end }
  }
}

function programScene(action: Fault['action'], file: string, sound: string) {
  return async (): Promise<Scene> => {
    const { folder, restore } = fakePrograms()
    const harmed = () => readFileSync(join(folder, file), 'utf8').trim() !== sound
    return { action, target: NOWHERE, harmed, end: restore }
  }
}

function toxiproxyScene(toxic: Extract<Fault['action'], { kind: 'toxiproxy' }>['toxic']) {
  return async (): Promise<Scene> => {
    const { api, proxy, end } = await fakeToxiproxy()
    const harmed = () => !proxy.enabled || proxy.toxics.length > 0
    return { action: { kind: 'toxiproxy', api, proxy: 'llm', toxic }, target: NOWHERE, harmed, end }
  }
}

async function proxyScene(): Promise<Scene> {
  let state: ProxyFault | null = null
  const proxy: ProxyControl = {
    set: async (_, fault) => {
      state = fault
    },
    state: () => state,
  }
  const fault: ProxyFault = { do: 'delay', delay: fromMillis(20), jitter: fromMillis(5) }
  return { action: { kind: 'proxy', ...fault }, target: NOWHERE, proxy, harmed: () => state !== null, end: () => {} }
}

async function commandScene(): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-command-'))
  const file = join(folder, 'a-9')
  const at = join(folder, '{replica}-{port}')
  const action: Fault['action'] = {
    kind: 'command',
    argv: ['touch', at],
    undo: ['rm', at],
    confirm: ['test', '-e', at],
  }
  const end = () => rmSync(folder, { recursive: true })
  return { action, target: NOWHERE, harmed: () => existsSync(file), end }
}

const docker = (what: 'kill' | 'stop' | 'pause', container = 'llm-{replica}'): Fault['action'] => ({
  kind: 'docker',
  container,
  do: what,
  signal: 'KILL',
})
const kubectl = (what: 'delete' | 'kill'): Fault['action'] => ({
  kind: 'kubectl',
  context: 'lab',
  namespace: 'llm',
  pod: 'vllm-{replica}',
  do: what,
  grace: 0,
})
const latency = { type: 'latency', stream: 'downstream' as const, toxicity: 1, attributes: { latency: 100, jitter: 0 } }
const systemd: Fault['action'] = { kind: 'systemd', unit: 'vllm.service', signal: 'KILL' }

describe('every way to do harm', () => {
  methodContract({
    title: 'a KILL',
    name: 'SIGKILL',
    describes: /^SIGKILL to pid \d+ \(node\) and its descendants \d+ \(sh\), \d+ \(sleep\)$/,
    scene: processScene('KILL'),
    staysHarmed: true,
  })
  methodContract({
    title: 'a STOP',
    name: 'SIGSTOP',
    describes: /^SIGSTOP to pid \d+ \(node\) and its descendants/,
    scene: processScene('STOP'),
  })
  methodContract({
    title: 'a TERM',
    name: 'SIGTERM',
    describes: /^SIGTERM to pid \d+ \(node\)$/,
    scene: processScene('TERM'),
    staysHarmed: true,
  })
  methodContract({ title: 'a command', name: 'command touch', describes: /^touch .*\/a-9$/, scene: commandScene })
  methodContract({
    title: 'a docker kill',
    name: 'docker kill SIGKILL',
    describes: /^docker kill --signal SIGKILL llm-a$/,
    scene: programScene(docker('kill'), 'docker', 'running'),
  })
  methodContract({
    title: 'a docker kill of a container that is removed as it ends',
    name: 'docker kill SIGKILL',
    describes: /^docker kill --signal SIGKILL rm-a$/,
    scene: programScene(docker('kill', 'rm-{replica}'), 'docker', 'running'),
    staysHarmed: true,
  })
  methodContract({
    title: 'a docker stop',
    name: 'docker stop',
    describes: /^docker stop llm-a$/,
    scene: programScene(docker('stop'), 'docker', 'running'),
  })
  methodContract({
    title: 'a docker pause',
    name: 'docker pause',
    describes: /^docker pause llm-a$/,
    scene: programScene(docker('pause'), 'docker', 'running'),
  })
  methodContract({
    title: 'a deleted pod',
    name: 'kubectl delete pod',
    describes: /^kubectl --context lab --namespace llm delete pod vllm-a --grace-period=0 --force --wait=false$/,
    scene: programScene(kubectl('delete'), 'kubectl.uid', 'uid-1'),
    staysHarmed: true,
  })
  methodContract({
    title: 'a pod killed from inside',
    name: 'kubectl exec kill',
    describes: /^kubectl --context lab --namespace llm exec vllm-a -- kill -9 1$/,
    scene: programScene(kubectl('kill'), 'kubectl.restarts', '0'),
    staysHarmed: true,
  })
  methodContract({
    title: 'a systemd unit',
    name: 'systemctl kill SIGKILL',
    describes: /^systemctl kill --signal=SIGKILL vllm.service$/,
    scene: programScene(systemd, 'systemctl', '4242'),
    staysHarmed: true,
  })
  methodContract({
    title: 'a toxic',
    name: 'toxiproxy latency',
    describes: /^proxy llm of Toxiproxy gets toxic latency \{"latency":100,"jitter":0\}, downstream, toxicity 1$/,
    scene: toxiproxyScene(latency),
  })
  methodContract({
    title: 'a disabled Toxiproxy',
    name: 'toxiproxy down',
    describes: /^proxy llm of Toxiproxy is disabled$/,
    scene: toxiproxyScene(null),
  })
  methodContract({
    title: 'the embedded proxy',
    name: 'proxy delay',
    describes: /^delay 20ms, jitter 5ms$/,
    scene: proxyScene,
  })
})
