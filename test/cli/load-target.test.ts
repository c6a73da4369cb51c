import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadTarget } from '../../src/cli/load-target.ts'

describe('what a run is given', () => {
  for (const address of ['localhost:8000', '127.0.0.1:8000/v1', 'llm-gateway.example:443']) {
    test(`is a URL that lacks its scheme where it reads ${address}`, () =>
      assert.rejects(loadTarget(address, {}, {}), {
        code: 'usage.no-scheme',
        hint: `did you mean http://${address}?`,
      }))
  }

  test('is a file in any other case', () =>
    assert.rejects(loadTarget('gate.yaml', {}, {}), /cannot read gate.yaml: there is no such file/))
})
