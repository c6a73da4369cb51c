import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import { fromMillis } from '../../../src/base/nanos.ts'
import type { InitFlags } from '../../../src/cli/init-scenario.ts'
import { initScenario } from '../../../src/cli/init-scenario.ts'
import { loadTarget } from '../../../src/cli/load-target.ts'
import { loadScenario } from '../../../src/scenario/decode.ts'
import type { FaultSettings } from '../../../src/sim/faults/fault.ts'
import { Replica } from '../../../src/sim/replica.ts'
import { type ReplicaOptions, resolveReplica } from '../../../src/sim/settings.ts'
import { answer, recordedServer } from '../../run/discover/recorded-server.ts'
import { fakeTerminal } from '../fake-terminal.ts'

const ENGINE = { stepBase: fromMillis(1), stepPerSequence: fromMillis(0.1), prefillRate: 1e6 }
const KEYED: readonly FaultSettings[] = [{ kind: 'unauthorized', apiKey: 'sk-the-right-key' }]

const home = process.cwd()
let folder = ''
const closing: (() => Promise<unknown>)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailgate-url-'))
  process.chdir(folder)
})
afterEach(async () => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
  for (const close of closing.splice(0)) await close()
})

async function replica(options: ReplicaOptions = {}): Promise<{ url: string; port: number }> {
  const made = new Replica(resolveReplica('a', 0, { engine: ENGINE, ...options }))
  closing.push(() => made.close())
  const port = await made.listen()
  return { url: `http://127.0.0.1:${port}`, port }
}

async function init(url: string, flags: InitFlags = {}, env = {}): Promise<{ out: string; err: string }> {
  const terminal = fakeTerminal()
  await initScenario(url, flags, env, terminal)
  return { out: terminal.stdout(), err: terminal.stderr() }
}

describe('a bare URL', () => {
  test('is said with what the flags made of it, where there are any', async () => {
    const { url } = await replica()
    const flags = { rate: '7/s', duration: '9s', slo: ['ttft <= 3s'] }
    const { written } = await loadTarget(url, flags, {})
    assert.match(written ?? '', /^with your flags: open loop, poisson 7\/s, 9 s; ttft <= 3s, tpot/m)
    assert.doesNotMatch((await loadTarget(url, {}, {})).written ?? '', /with your flags/)
  })

  test('becomes a scenario that fits the server, is said, and is kept', async () => {
    const { url, port } = await replica({ maxModelLen: 700 })
    const { scenario, warnings, discovered, written } = await loadTarget(url, {}, {})
    const [target] = scenario.targets
    assert.deepEqual([target.url, target.protocol, target.model], [url, 'openai-chat', 'sim'])
    assert.ok(scenario.load.loop === 'open' && scenario.load.arrivals.kind === 'poisson')
    assert.ok(scenario.dataset.kind === 'synthetic' && scenario.dataset.input.kind === 'fixed')
    assert.ok(scenario.dataset.input.value < 700)
    assert.equal(scenario.slo.request.length, 2)
    assert.deepEqual(warnings, [])
    assert.deepEqual(discovered, [
      { name: target.name, server: 'vllm', version: '0.32.0+sim', model: 'sim', maxModelLen: 700 },
    ])
    const file = `tailgate-127.0.0.1-${port}.yaml`
    assert.match(written ?? '', new RegExp(`written to ${file}`))
    assert.match(written ?? '', /slo: ttft <= \d+ms, tpot <= \d+ms, attainment >= 99%, failed <= 0.1%/)
    const kept = await loadScenario(file)
    assert.deepEqual(kept.scenario, scenario)
  })

  test('is read by its own metrics too where they are known', async () => {
    const { url, port } = await replica()
    const { scenario, written } = await loadTarget(url, {}, {})
    assert.deepEqual(
      scenario.probes.map((probe) => [probe.kind, 'url' in probe && probe.url]),
      [['metrics', null]],
    )
    assert.match(written ?? '', /^probes: its own metrics$/m)
    assert.match(readFileSync(`tailgate-127.0.0.1-${port}.yaml`, 'utf8'), /^probes:\n {2}- metrics: true$/m)
  })

  test('never writes over a file that is there', async () => {
    const { url, port } = await replica()
    const file = `tailgate-127.0.0.1-${port}.yaml`
    writeFileSync(file, 'mine')
    await loadTarget(url, {}, {})
    assert.equal(readFileSync(file, 'utf8'), 'mine')
    assert.ok(existsSync(`tailgate-127.0.0.1-${port}-2.yaml`))
  })

  test('takes flags, which override what was chosen', async () => {
    const { url } = await replica()
    const { scenario } = await loadTarget(url, { rate: '7/s', duration: '3s', slo: ['p99(ttft) <= 1s'] }, {})
    assert.ok(scenario.load.loop === 'open' && scenario.load.arrivals.kind === 'poisson')
    assert.deepEqual([scenario.load.arrivals.rate, scenario.load.duration], [7, 3e9])
    assert.ok(scenario.slo.run.some(({ text }) => text === 'p99(ttft) <= 1s'))
  })

  test('is driven by the protocol that is asked for', async () => {
    const { url } = await replica()
    const { scenario } = await loadTarget(url, { set: ['targets.protocol=openai-completions'] }, {})
    assert.equal(scenario.targets[0].protocol, 'openai-completions')
  })

  test('is driven with a key of the environment, whose name alone is written', async () => {
    const { url } = await replica({ faults: KEYED })
    for (const name of ['TAILGATE_API_KEY', 'OPENAI_API_KEY']) {
      const { scenario, written } = await loadTarget(url, {}, { [name]: 'sk-the-right-key' })
      assert.deepEqual(scenario.targets[0].apiKey, { env: name })
      assert.match(written ?? '', new RegExp(name))
    }
    for (const file of readdirSync('.')) assert.ok(!readFileSync(file, 'utf8').includes('sk-the-right-key'))
  })

  test('is not shown OPENAI_API_KEY unless it wants a key', async () => {
    const server = await recordedServer(['vllm/models'], {
      'POST /v1/chat/completions': answer(404, { error: 'no' }),
      'POST /v1/completions': answer(404, { error: 'no' }),
    })
    closing.push(server.close)
    await assert.rejects(loadTarget(server.url, {}, { OPENAI_API_KEY: 'sk-secret' }))
    assert.ok(server.asked.length > 3 && server.asked.every(({ authorization }) => authorization === undefined))
  })

  test('of tensors without declared inputs is refused with the way out', async () => {
    const names = ['server-metadata', 'model-metadata', 'ready'].map((name) => `mlserver/${name}`)
    const server = await recordedServer(names)
    closing.push(server.close)
    await assert.rejects(loadTarget(server.url, { model: 'add' }, {}), (error) => {
      assert.ok(error instanceof Failure)
      assert.deepEqual([error.code, error.exit], ['target.no-inputs', 2])
      assert.match(error.hint ?? '', /tailgate init/)
      return true
    })
    const { err } = await init(server.url, { model: 'add', output: 'add.yaml' })
    assert.match(err, /fill in dataset\.tensors\.inputs/)
    const { scenario } = await loadScenario('add.yaml')
    assert.ok(scenario.dataset.kind === 'tensors')
    assert.equal(scenario.dataset.binary, false)
  })
})

describe('init', () => {
  test('writes a scenario that is valid, and no other file', async () => {
    const { url } = await replica()
    const { err } = await init(`${url}/v1`, { output: 'gate.yaml' })
    assert.match(err, /wrote gate\.yaml; run it: tailgate run gate\.yaml/)
    assert.deepEqual(readdirSync('.'), ['gate.yaml'])
    const { scenario, warnings } = await loadScenario('gate.yaml')
    assert.deepEqual([scenario.targets[0].url, warnings], [url, []])
    assert.match(readFileSync('gate.yaml', 'utf8'), /# .* is vllm 0\.32\.0\+sim, model sim, context of 32768 tokens/)
  })

  test('writes over a file only when forced to', async () => {
    const { url } = await replica()
    writeFileSync('gate.yaml', 'mine')
    await assert.rejects(init(url, { output: 'gate.yaml' }), (error) => {
      assert.ok(error instanceof Failure)
      assert.deepEqual([error.code, error.exit], ['init.exists', 2])
      return true
    })
    assert.equal(readFileSync('gate.yaml', 'utf8'), 'mine')
    const { out } = await init(url, { output: 'gate.yaml', force: true, json: true })
    const { file, found } = JSON.parse(out)
    assert.deepEqual([file, found.server, found.model], ['gate.yaml', 'vllm', 'sim'])
    await loadScenario('gate.yaml')
  })

  test('asks Triton for the model it is told, tensors and all', async () => {
    const { url } = await replica()
    await init(url, { set: ['targets.protocol=kserve-infer'], model: 'add', output: 'add.yaml' })
    const { scenario } = await loadScenario('add.yaml')
    assert.ok(scenario.dataset.kind === 'tensors')
    assert.deepEqual(
      scenario.dataset.inputs.map(({ name, shape, datatype }) => [name, shape, datatype]),
      [
        ['A', [1, 4], 'FP32'],
        ['B', [1, 4], 'FP32'],
      ],
    )
    assert.deepEqual(
      scenario.slo.request.map(({ metric }) => metric),
      ['latency'],
    )
  })

  test('says what is wrong with a place it cannot write to', async () => {
    const { url } = await replica()
    mkdirSync('taken')
    await assert.rejects(init(url, { output: 'taken', force: true }), { code: 'init.write' })
  })
})
