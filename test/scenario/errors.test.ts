import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { EXIT, Failure } from '../../src/base/failure.ts'
import { decodeScenario, loadScenario } from '../../src/scenario/decode.ts'
import { ScenarioFailure } from '../../src/scenario/scenario-failure.ts'
import { issues, issuesOf, said } from './minimal.ts'

const GOOD = `tailgate: 1
targets:
  url: http://127.0.0.1:8000
  model: llama
load:
  rate: 20/s
  duration: 60s
`

describe('a wrong scenario', () => {
  test('says where, shows the line, and names the nearest valid key', () => {
    const [issue] = issuesOf(GOOD.replace('model', 'modle'))
    assert.equal(issue.code, 'scenario.unknown-key')
    assert.deepEqual(issue.place, { file: 'bad.yaml', line: 4, column: 3, source: '  modle: llama' })
    assert.equal(issue.hint, 'did you mean model?')
    assert.equal(issue.exit, EXIT.usage)
  })

  test('suggests the unit of a bare number', () => {
    const [issue] = issuesOf(GOOD.replace('60s', '60'))
    assert.equal(issue.message, 'load.duration: expected a duration such as 500ms, got 60 (a bare number)')
    assert.equal(issue.hint, 'did you mean "60s"?')
    assert.deepEqual(issue.place, { file: 'bad.yaml', line: 7, column: 13, source: '  duration: 60' })
    assert.match(issuesOf(GOOD.replace('20/s', '20'))[0].hint ?? '', /"20\/s"/)
    assert.match(said(issues({ request: { timeouts: { gap: 500 } } }))[0], /did you mean "500ms"\?/)
  })

  test('refuses a unit of another kind', () => {
    assert.match(said(issuesOf(GOOD.replace('20/s', '20ms')))[0], /expected a rate such as 20\/s, got "20ms"/)
  })

  test('tells every issue at once, in the order of the file', () => {
    const text = GOOD.replace('model: llama', 'apikey: { env: K }')
      .replace('20/s', '20')
      .concat('slo: { run: [p99(tfft) <= 1s] }\nworkers: many\nrequest: { strem: true, salt: 1 }\n')
    const lines = issuesOf(text).map(({ place }) => place?.line)
    assert.deepEqual(lines, [4, 6, 8, 9, 10, 10])
    assert.throws(
      () => decodeScenario(text, 'bad.yaml'),
      (error) => error instanceof ScenarioFailure && /^6 problems\nbad.yaml:4:3: .*\n {4}apikey/.test(error.message),
    )
  })

  test('tells what is impossible in its sound parts beside what is misspelled in others', () => {
    const text = GOOD.replace('rate: 20/s', 'rate: 20/s\n  concurrency: 4').concat('reqest: {}\n')
    assert.deepEqual(
      issuesOf(text).map(({ code }) => code),
      ['scenario.impossible', 'scenario.unknown-key'],
    )
  })

  test('names what is missing, with an example', () => {
    const list = said(issuesOf('tailgate: 1\ntargets: { model: m }\n'))
    assert.match(list[0], /load is missing.*for example load:/)
    assert.match(list[1], /targets.url is missing/)
  })

  test('lists the choices, and the nearest', () => {
    const [issue] = issues({ targets: { url: 'http://h', protocol: 'opnai-chat' } })
    assert.match(issue.message, /expected one of openai-completions, .*, got "opnai-chat"/)
    assert.equal(issue.hint, 'did you mean openai-chat?')
  })

  test('may be no YAML, no mapping, empty, or of another version', () => {
    assert.equal(issuesOf('a: [1,\nb: 2')[0].code, 'scenario.syntax')
    assert.equal(issuesOf('a: 1\na: 2\n')[0].place?.line, 2)
    assert.match(issuesOf('')[0].message, /an empty file/)
    assert.match(issuesOf('- 1')[0].message, /expected a mapping.*got a list/)
    assert.match(issuesOf('# nothing\n')[0].message, /got a file of comments/)
    assert.match(issuesOf('sk-a-key-file-by-mistake')[0].message, /got plain text$/)
    const [second] = issuesOf(`${GOOD}---\n${GOOD}`)
    assert.deepEqual(
      [second.message, second.place?.line],
      ['a scenario file holds one document; a second begins here', 8],
    )
    const [alias] = issuesOf(GOOD.replace('60s', '*length'))
    assert.match(alias.message, /\*length refers to an anchor, &length, that is not above it/)
    assert.deepEqual([alias.place?.line, alias.place?.column], [7, 13])
    assert.equal(issuesOf('{\n// why\n"tailgate": 1 }').at(-1)?.hint, 'JSON has no comments; in YAML they begin with #')
    assert.match(said(issuesOf(GOOD.replace('tailgate: 1', 'tailgate: 2')))[0], /version 1.*write tailgate: 1/)
  })

  test('may be a file that is not there', async () => {
    await assert.rejects(loadScenario('/no/such/file.yaml'), /cannot read .*there is no such file/)
  })

  test('of numbers out of range says what range', () => {
    assert.match(said(issues({ workers: 0 }))[0], /number of threads|at least 1/)
    assert.match(said(issues({ load: { concurrency: 0, duration: '1s' } }))[0], /at least 1/)
    assert.match(said(issues({ load: { concurrency: 2.5, duration: '1s' } }))[0], /whole number/)
    assert.match(said(issues({ load: { rate: '1/s', duration: '1s', seed: { order: -1 } } }))[0], /2\^64/)
    assert.match(said(issues({ log: { sample: '120%' } }))[0], /expected a share/)
    assert.match(said(issues({ request: { temperature: -1 } }))[0], /0 or more/)
    assert.match(said(issues({ targets: [] }))[0], /at least one, got an empty list/)
    for (const duration of ['1e400s', '900000h']) {
      assert.deepEqual(said(issues({ load: { rate: '1/s', duration } })), [
        'scenario.value: load.duration: expected a duration of at most 24 days (576h)',
      ])
    }
    assert.match(said(issues({ dataset: { synthetic: { count: 1e15 } } }))[0], /at most 50000000, got 1000000000000000/)
    assert.match(said(issues({ load: { rate: '1/s', duration: '1s', warmup: { requests: 1e12 } } }))[0], /at most/)
    assert.match(said(issues({ slo: { run: ['p99(ttft) <= 1e400s'] } }))[0], /expected a duration/)
  })

  test('finds the place of a key that was written at the wrong depth', () => {
    assert.equal(issuesOf(`${GOOD}warmup: { requests: 2 }\n`)[0].hint, 'did you mean load.warmup?')
    assert.equal(issuesOf(`${GOOD}  slo: { run: [] }\n`)[0].hint, 'did you mean slo, at the top of the file?')
  })
})

describe('any text at all', () => {
  const harmless = (text: string) => {
    try {
      decodeScenario(text, 'fuzz.yaml')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      assert.equal(error.exit, EXIT.usage)
    }
  }
  test('decodes or fails with issues, and never crashes', () => {
    fc.assert(fc.property(fc.string(), harmless))
    fc.assert(fc.property(fc.json(), harmless))
  })

  test('in place of any value of a scenario does neither', () => {
    const keys = [
      ...['targets', 'dataset', 'load', 'request', 'slo', 'log', 'workers', 'name', 'extends'],
      ...['fleet', 'faults', 'allowFaults', 'reliability', 'probes', 'prices', 'energy', 'carbon', 'hardware'],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const base = { tailgate: 1, targets: { url: 'http://h' }, load: { rate: '1/s', duration: '1s' } }
        harmless(JSON.stringify({ ...base, [key]: value }))
      }),
    )
  })
})
