import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Scenario } from '../../src/model/scenario.ts'
import { buildPlan, digestPlan } from '../../src/run/build-plan.ts'
import { openDataset } from '../../src/run/datasets/index.ts'
import { decodeScenario, loadScenario } from '../../src/scenario/decode.ts'

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url))
const plan = async (scenario: Scenario) => {
  const dataset = await openDataset(scenario.dataset, folder)
  try {
    return buildPlan(scenario, dataset)
  } finally {
    dataset.close()
  }
}

const shipped = globSync('*.yaml', { cwd: folder }).sort()

describe('the shipped scenarios', () => {
  test('are those announced', () => {
    const names = ['constant-rate-smoke', 'demo', 'interactive', 'multi-stream', 'offline', 'server', 'single-stream']
    const faults = ['kill-one', 'hang-one', 'drain-one', 'slow-one', 'kill-and-restart', 'rolling-restart']
    for (const name of [...names, 'trace-replay', 'triton-tensors', ...faults, 'kill-above-n-1']) {
      assert.ok(shipped.includes(`${name}.yaml`), name)
    }
  })

  for (const name of shipped) {
    test(`${name} is valid, without a warning, and found by editors`, async () => {
      const { scenario, warnings } = await loadScenario(folder + name)
      assert.deepEqual(warnings, [])
      assert.ok(scenario.slo.run.length > 0)
      assert.match(readFileSync(folder + name, 'utf8'), /^# yaml-language-server: \$schema=\.\/schema\.json\n# \S/)
      if ('path' in scenario.dataset) assert.ok(existsSync(scenario.dataset.path))
    })
  }

  for (const name of shipped) {
    test(`${name} plans the identical load when run again from what a run stores`, async () => {
      const { scenario } = await loadScenario(folder + name)
      const manifest = JSON.stringify({ log: 1, run: 'earlier', scenario })
      const stored = decodeScenario(manifest, '/reports/earlier/run.json').scenario
      assert.equal(digestPlan(await plan(stored)), digestPlan(await plan(scenario)))
    })
  }

  test('those with faults do nothing unless allowed, and leave a minute before and two after to compare', async () => {
    let withFaults = 0
    // The demo's fleet is its own, and half a minute is all it has.
    for (const name of shipped.filter((each) => each !== 'demo.yaml')) {
      const { scenario } = await loadScenario(folder + name)
      assert.equal(scenario.allowFaults, false)
      for (const { when, repeat } of scenario.faults) {
        withFaults++
        assert.ok(when.kind === 'phase' && when.offset >= 60e9 && scenario.load.loop === 'open')
        const last = when.offset + (repeat.times - 1) * repeat.every
        assert.ok((scenario.load.duration ?? 0) - last >= (repeat.times > 1 ? 60e9 : 120e9), name)
      }
    }
    assert.equal(withFaults, 7)
  })

  test('interactive is the server scenario with tighter limits', async () => {
    const { scenario } = await loadScenario(`${folder}interactive.yaml`)
    assert.ok(scenario.load.loop === 'mlperf')
    assert.equal(scenario.load.scenario, 'server')
    assert.equal(scenario.load.mlperf.ttft_latency_ns, 500e6)
    assert.equal(scenario.load.mlperf.sample_concatenate_permutation, true)
  })

  test('data of others is named in NOTICE', () => {
    const notice = readFileSync(new URL('../../NOTICE', import.meta.url), 'utf8')
    for (const file of globSync('data/*', { cwd: folder })) assert.ok(notice.includes(`scenarios/${file}`), file)
  })
})
