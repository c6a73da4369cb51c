import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { loadScenario } from '../../src/scenario/decode.ts'
import { ScenarioFailure } from '../../src/scenario/scenario-failure.ts'

let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailgate-'))
  mkdirSync(join(folder, 'base'))
})
after(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const failureOf = async (path: string): Promise<ScenarioFailure> => {
  const error = await loadScenario(path).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ScenarioFailure)
  return error
}

describe('a scenario that extends another', () => {
  test('merges mappings, replaces lists, and takes away by null', async () => {
    write(
      'base/base.yaml',
      `tailgate: 1
targets: { url: http://h:1 , model: m }
dataset: { jsonl: { path: prompts.jsonl } }
load: { rate: 20/s, duration: 60s, warmup: { requests: 7 } }
slo: { request: [ttft <= 1s, tpot <= 50ms], run: [failed <= 1%] }
`,
    )
    const child = write(
      'child.yaml',
      `extends: base/base.yaml
targets: { model: other }
load: { concurrency: 4, rate: null }
slo: { request: [latency <= 3s] }
`,
    )
    const { scenario } = await loadScenario(child)
    assert.equal(scenario.targets[0].model, 'other')
    assert.equal(scenario.targets[0].url, 'http://h:1')
    assert.ok(scenario.load.loop === 'closed')
    assert.equal(scenario.load.warmup.requests, 7)
    assert.deepEqual(
      scenario.slo.request.map(({ text }) => text),
      ['latency <= 3s'],
    )
    assert.equal(scenario.slo.run.length, 1)
    assert.equal(scenario.name, 'child')
    assert.ok(scenario.dataset.kind === 'jsonl')
    assert.equal(scenario.dataset.path, join(folder, 'base', 'prompts.jsonl'))
  })

  test('has issues where they stand, in either file', async () => {
    write('broken.yaml', 'tailgate: 1\ntargets: { urk: http://h }\n')
    const child = write('of-broken.yaml', 'extends: broken.yaml\n\nload: { rate: 3, duration: 1s }\n')
    const places = (await failureOf(child)).issues.map(({ place }) => [place?.file, place?.line])
    assert.deepEqual(places, [
      [relative('.', join(folder, 'broken.yaml')), 2],
      [relative('.', join(folder, 'broken.yaml')), 2],
      [child, 3],
    ])
  })

  test('must not come round to itself', async () => {
    write('a.yaml', 'extends: b.yaml\n')
    write('b.yaml', 'tailgate: 1\nextends: a.yaml\n')
    const failure = await failureOf(join(folder, 'a.yaml'))
    assert.match(failure.message, /extend one another: .*a\.yaml → .*b\.yaml → .*a\.yaml/)
    assert.equal(failure.place?.line, 2)
  })

  test('must find it', async () => {
    const failure = await failureOf(write('lost.yaml', 'tailgate: 1\nextends: nowhere.yaml\n'))
    assert.match(failure.message, /cannot read .*nowhere.yaml: there is no such file/)
    assert.deepEqual([failure.place?.line, failure.place?.column], [2, 10])
  })
})
