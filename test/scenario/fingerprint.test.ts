import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { canonical } from '../../src/scenario/fingerprint.ts'
import { minimal, resolve } from './minimal.ts'

describe('the fingerprint', () => {
  test('is the same for the same scenario, however it is spelled', () => {
    const one = resolve({ load: { rate: '20/s', duration: '60s' }, slo: { run: ['p99(ttft) <= 450ms'] } })
    const other = resolve({
      slo: { run: ['p99(ttft)<=0.45s'] },
      load: { duration: '1m', rate: '1200/min', warmup: {} },
    })
    assert.match(one.fingerprint, /^[0-9a-f]{64}$/)
    assert.equal(one.fingerprint, other.fingerprint)
  })

  test('changes with whatever changes the load', () => {
    const base = resolve().fingerprint
    for (const change of [
      { load: { rate: '20.001/s', duration: '60s' } },
      { load: { rate: '20/s', duration: '60s', seed: { order: 1 } } },
      { request: { salt: false } },
      { slo: { run: ['failed <= 1%'] } },
      { targets: { url: 'http://127.0.0.1:8001' } },
    ]) {
      assert.notEqual(resolve(change).fingerprint, base)
    }
  })

  test('does not depend on where files lie', () => {
    const text = JSON.stringify(minimal({ name: 'n', dataset: { jsonl: { path: 'a.jsonl' } } }))
    assert.equal(decodeScenario(text, '/here/x.json').fingerprint, decodeScenario(text, '/there/y.json').fingerprint)
    assert.equal(resolve({ log: { dir: 'elsewhere' } }).fingerprint, resolve().fingerprint)
  })
})

describe('canonical JSON', () => {
  test('does not know the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        assert.equal(canonical(reversed), canonical(value))
      }),
    )
  })

  test('reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), (value) => {
        assert.equal(canonical(JSON.parse(canonical(value))), canonical(value))
      }),
    )
    assert.equal(canonical({ b: -0, a: [1e21, 0.1], c: undefined }), '{"a":[1e+21,0.1],"b":0}')
  })
})
