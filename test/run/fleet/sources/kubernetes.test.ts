import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { FleetSource } from '../../../../src/model/fleet.ts'
import { openSource } from '../../../../src/run/fleet/sources/index.ts'
import { member } from '../member.ts'
import { describeSource, urls } from './contract.ts'
import { FakeKubectl } from './fake-kubectl.ts'

type Source = FleetSource & { kind: 'kubernetes' }

const SERVICE: Source = {
  kind: 'kubernetes',
  context: null,
  namespace: 'inference',
  select: { service: 'vllm' },
  port: 8000,
}

const podOf = (address: string) => `vllm-${address.split('.').at(-1)}`

const slice = (addresses: readonly string[], changes: object = {}) => ({
  kind: 'EndpointSlice',
  addressType: 'IPv4',
  metadata: { name: 'vllm-x', uid: 'u1' },
  endpoints: addresses.map((address) => ({
    addresses: [address],
    conditions: { ready: true },
    targetRef: { kind: 'Pod', name: podOf(address) },
  })),
  ...changes,
})

const pod = (name: string, podIP: string, ready = true, metadata: object = {}) => ({
  kind: 'Pod',
  metadata: { name, uid: `uid of ${name}`, ...metadata },
  status: { podIP, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
})

const listOf = (...items: object[]) => JSON.stringify({ kind: 'List', items }, null, 4)

/** Resolves when `condition` holds: the other process is looked at, there is nothing else to wait for. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}

function openFake(t: TestContext, items: object[], source: Source = SERVICE) {
  const kubectl = new FakeKubectl(t)
  kubectl.write('list', listOf(...items))
  const notes: string[] = []
  const found = openSource(source, {
    targets: [member({ url: 'http://pattern/base' })],
    note: (text) => notes.push(text),
    kubectl: kubectl.program,
    retryMillis: 1,
  })
  t.after(() => found.stop())
  return { source: found, kubectl, notes }
}

describeSource('Kubernetes', async (t, addresses) => {
  const { source, kubectl, notes } = openFake(t, [slice(addresses)])
  const lists = () => kubectl.calls.filter((args) => !args.includes('--watch')).length
  return {
    source,
    notes,
    // The watch ends and a new list begins, which the source has looked at once the next watch runs.
    become: async (addresses) => {
      await until(() => kubectl.calls.length > 1)
      kubectl.write('list', listOf(slice(addresses)))
      kubectl.remove('error')
      const before = lists()
      kubectl.write('end', '')
      await until(() => lists() > before)
      kubectl.remove('end')
      const seen = kubectl.calls.length
      await until(() => kubectl.calls.length > seen || kubectl.calls.at(-1)!.includes('--watch'))
    },
    breakDown: async () => {
      await until(() => kubectl.calls.length > 1)
      kubectl.write('error', 'Unable to connect to the server: connection refused\n')
      kubectl.write('end', '')
      await until(() => notes.length > 0)
      kubectl.remove('end')
    },
  }
})

describe('a fleet in Kubernetes', () => {
  test('asks for the slices of the service, or for the pods with the labels, in context and namespace', async (t) => {
    const service = openFake(t, [slice(['10.0.0.1'])])
    await service.source.first()
    assert.deepEqual(service.kubectl.calls, [
      '--namespace inference get endpointslices --selector kubernetes.io/service-name=vllm -o json --request-timeout=10s'.split(
        ' ',
      ),
    ])
    const pods = openFake(t, [pod('a', '10.0.0.1')], { ...SERVICE, context: 'test', select: { selector: 'app=vllm' } })
    await pods.source.first()
    assert.equal(
      pods.kubectl.calls[0].join(' '),
      '--context test --namespace inference get pods --selector app=vllm -o json --request-timeout=10s',
    )
  })

  test('counts ready endpoints alone, a pod of two families once', async (t) => {
    const notReady = { addresses: ['10.0.0.9'], conditions: { ready: false }, targetRef: { name: 'starting' } }
    const unsaid = { addresses: ['10.0.0.3'], targetRef: { name: 'vllm-3' } }
    const six = slice([], {
      addressType: 'IPv6',
      metadata: { name: 'six', uid: 'u0' },
      endpoints: [{ addresses: ['fd00::3'], conditions: { ready: true }, targetRef: { name: 'vllm-3' } }],
    })
    const four = slice([], { endpoints: [notReady, unsaid] })
    const { source } = openFake(t, [six, four])
    const members = await source.first()
    assert.deepEqual(urls(members), ['http://10.0.0.3:8000/base'])
    assert.equal(members[0].target.name, 'vllm-3')
  })

  test('of pods takes those that are ready and not told to end', async (t) => {
    const ending = pod('ending', '10.0.0.3', true, { deletionTimestamp: '2025-01-01T00:00:00Z' })
    const items = [pod('in', '10.0.0.1'), pod('starting', '10.0.0.2', false), ending]
    const { source } = openFake(t, items, { ...SERVICE, select: { selector: 'app=vllm' } })
    assert.deepEqual(urls(await source.first()), ['http://10.0.0.1:8000/base'])
  })

  test('follows events as they are printed', async (t) => {
    const { source, kubectl } = openFake(t, [slice(['10.0.0.1'])])
    await source.first()
    const told: string[][] = []
    source.watch((members) => told.push(members.map(({ target }) => target.name)))
    kubectl.append({ type: 'ADDED', object: slice(['10.0.0.1']) })
    kubectl.append({ type: 'BOOKMARK', object: slice([]) })
    kubectl.append({ type: 'MODIFIED', object: slice(['10.0.0.1', '10.0.0.2']) })
    kubectl.append({ type: 'DELETED', object: slice([]) })
    await until(() => told.length === 2)
    assert.deepEqual(told, [['vllm-1', 'vllm-2'], []])
  })

  test('takes a pod that is back at another address for another replica', async (t) => {
    const { source, kubectl } = openFake(t, [pod('vllm-0', '10.0.0.1')], { ...SERVICE, select: { selector: 'a=b' } })
    await source.first()
    const told: string[][] = []
    source.watch((members) => told.push(members.map(({ target }) => target.name)))
    kubectl.append({ type: 'MODIFIED', object: pod('vllm-0', '10.0.0.7') })
    kubectl.append({ type: 'MODIFIED', object: pod('vllm-0', '10.0.0.1') })
    await until(() => told.length === 2)
    assert.deepEqual(told, [['vllm-0@10.0.0.7:8000'], ['vllm-0']])
  })

  test('notes trouble once until all is well again', async (t) => {
    const { source, kubectl, notes } = openFake(t, [slice(['10.0.0.1'])])
    await source.first()
    source.watch(() => {})
    await until(() => kubectl.isWatching)
    kubectl.write('error', 'Unable to connect to the server: connection refused\n')
    kubectl.write('end', '')
    await until(() => kubectl.calls.length > 5)
    assert.equal(notes.length, 1)
    assert.match(notes[0], /exit code 1; the fleet stays as it is$/)
  })

  test('without kubectl is a failure that names the ways out', async () => {
    const options = { targets: [member()], note: () => {}, kubectl: '/nowhere/kubectl' }
    await assert.rejects(openSource(SERVICE, options).first(), {
      code: 'fleet.kubectl-absent',
      exit: 2,
      hint: /list the replicas under targets/,
    })
  })

  test('that may not be looked at is a failure that names the missing permission', async (t) => {
    const { source, kubectl } = openFake(t, [])
    kubectl.write('error', 'Error from server (Forbidden): endpointslices is forbidden: User "ci" cannot list\n')
    await assert.rejects(source.first(), {
      code: 'fleet.kubectl-forbidden',
      message: /User "ci" cannot list/,
      hint: /kubectl auth can-i watch endpointslices --namespace inference/,
    })
  })

  test('where kubectl prints no JSON is a failure', async (t) => {
    const { source, kubectl } = openFake(t, [])
    kubectl.write('list', '{oops}')
    await assert.rejects(source.first(), { code: 'fleet.kubectl', message: /no JSON/ })
  })
})
