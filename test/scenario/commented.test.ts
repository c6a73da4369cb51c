import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PROTOCOLS } from '../../src/model/scenario.ts'
import { commentedScenario } from '../../src/scenario/commented.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'

describe('the scenario init writes', () => {
  for (const protocol of PROTOCOLS) {
    test(`is valid for ${protocol}, whatever the model is called`, () => {
      for (const model of [null, 'meta-llama/Llama-3.1-8B', 'no', '7', 'a: "b" #c']) {
        const text = commentedScenario({ url: 'http://127.0.0.1:8000/x', protocol, model, apiKeyEnv: 'KEY' })
        const { scenario, warnings } = decodeScenario(text, 'init.yaml')
        assert.deepEqual(warnings, [])
        assert.equal(scenario.targets[0].protocol, protocol)
        assert.equal(scenario.targets[0].model, model)
        assert.deepEqual(scenario.targets[0].apiKey, { env: 'KEY' })
      }
    })
  }

  const target = { url: 'http://127.0.0.1:8000', protocol: 'openai-chat', model: 'm' } as const
  const PARTS = ['fleet', 'faults', 'prices', 'energy']

  for (const metrics of [true, false]) {
    const parts = metrics ? PARTS : ['probes', ...PARTS]
    test(`shows more, which is valid without its comment signs, ${metrics ? 'with' : 'without'} known metrics`, () => {
      const text = commentedScenario(target, { metrics })
      const plain = decodeScenario(text, 'init.yaml').scenario
      assert.equal(plain.probes.length, metrics ? 1 : 0)
      for (const part of parts) {
        const { scenario } = decodeScenario(uncommented(text, part), 'init.yaml')
        assert.notDeepEqual(scenario[part as keyof typeof scenario], plain[part as keyof typeof plain], part)
      }
      const all = decodeScenario(parts.reduce(uncommented, text), 'init.yaml')
      assert.deepEqual(all.warnings, [])
      const { fleet, faults, prices, energy } = all.scenario
      assert.deepEqual(
        [fleet.balance.policy, fleet.health?.failures, fleet.ejection?.failures],
        ['least-requests', 2, 3],
      )
      assert.deepEqual([faults[0].which, faults[0].duration], ['busiest', 5e9])
      assert.deepEqual([prices?.usdPerReplicaHour, energy?.exclusive], [20, true])
    })
  }

  test('reads the server’s own metrics where they are known, and a meter of power where one takes the sign off', () => {
    const text = commentedScenario(target, { metrics: true })
    const kinds = (given: string) => decodeScenario(given, 'init.yaml').scenario.probes.map(({ kind }) => kind)
    assert.deepEqual(kinds(text), ['metrics'])
    assert.deepEqual(kinds(text.replace('  # - nvidia-smi', '  - nvidia-smi')), ['metrics', 'nvidia-smi'])
  })

  test('takes the rate, the length, the bounds and the tensors it is given', () => {
    const text = commentedScenario(
      {
        url: 'http://h',
        protocol: 'kserve-infer',
        model: 'm',
        inputs: [{ name: 'X', shape: [2, 3], datatype: 'INT64', data: 'random' }],
      },
      { rate: '5/s', duration: '10s', slo: { request: ['latency <= 1s'], run: [] }, schema: 'schema.json' },
    )
    const { scenario } = decodeScenario(text, 'init.yaml')
    assert.ok(scenario.load.loop === 'open' && scenario.load.arrivals.kind === 'poisson')
    assert.equal(scenario.load.arrivals.rate, 5)
    assert.deepEqual(scenario.slo.run, [])
    assert.ok(scenario.dataset.kind === 'tensors')
    assert.deepEqual(scenario.dataset.inputs, [{ name: 'X', shape: [2, 3], datatype: 'INT64', data: 'random' }])
    assert.match(text, /^# yaml-language-server: \$schema=schema\.json\n/)
  })
})

/** As a reader would: the first `# ` taken off each line of a part. */
function uncommented(text: string, part: string): string {
  const block = new RegExp(`^# ${part}:.*\\n(?:# .*\\n)*`, 'm')
  assert.match(text, block)
  return text.replace(block, (lines) => lines.replaceAll(/^# /gm, ''))
}
