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
