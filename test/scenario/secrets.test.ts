import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { Failure } from '../../src/base/failure.ts'
import { toScenarioFile } from '../../src/scenario/scenario-file.ts'
import { maskSecrets } from '../../src/scenario/secret-mask.ts'
import { resolveSecrets } from '../../src/scenario/secrets.ts'
import { issues, issuesOf, resolve, said } from './minimal.ts'

const reference = (name: string) => `\${env:${name}}`
const target = (parts: object) => resolve({ targets: { url: 'http://h', ...parts } }).scenario.targets[0]

describe('secrets', () => {
  test('are looked up when connecting', async () => {
    const given = target({ headers: { 'X-Team': `a-${reference('TEAM')}` }, apiKey: { env: 'KEY' } })
    assert.deepEqual(await resolveSecrets(given, { TEAM: 'blue', KEY: 'sk-1' }), {
      headers: { 'X-Team': 'a-blue' },
      authorization: 'Bearer sk-1',
    })
    assert.deepEqual(await resolveSecrets(target({}), {}), { headers: {}, authorization: null })
  })

  test('come from a file too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tailgate-'))
    try {
      const file = join(folder, 'key')
      writeFileSync(file, 'sk-2\n')
      assert.equal((await resolveSecrets(target({ apiKey: { file } }), {})).authorization, 'Bearer sk-2')
      writeFileSync(file, '\n')
      await assert.rejects(resolveSecrets(target({ apiKey: { file } }), {}), /is empty/)
    } finally {
      rmSync(folder, { recursive: true })
    }
    await assert.rejects(resolveSecrets(target({ apiKey: { file: '/no/key' } }), {}), /cannot read the API key/)
  })

  test('that are not set are named, and no value is', async () => {
    const given = target({ headers: { Authorization: `Bearer ${reference('TOKEN')}` } })
    await assert.rejects(
      resolveSecrets(given, {}),
      (error) => error instanceof Failure && /TOKEN, which is not set/.test(error.message),
    )
    await assert.rejects(
      resolveSecrets(given, { TOKEN: 'two\nlines' }),
      (error) => error instanceof Failure && !error.message.includes('two'),
    )
    for (const TOKEN of ['two “quotes”', 'two\x7f']) {
      await assert.rejects(resolveSecrets(given, { TOKEN }), /holds characters no HTTP header may carry$/)
    }
  })

  test('never enter the scenario', () => {
    process.env.TAILGATE_TEST_KEY = 'sk-not-to-be-seen'
    const { scenario } = resolve({
      targets: {
        url: 'http://h',
        apiKey: { env: 'TAILGATE_TEST_KEY' },
        headers: { 'x-api-key': reference('TAILGATE_TEST_KEY') },
      },
    })
    assert.ok(!JSON.stringify([scenario, toScenarioFile(scenario)]).includes('sk-not-to-be-seen'))
    delete process.env.TAILGATE_TEST_KEY
  })

  test('written into a scenario are refused, and not repeated in the message', () => {
    const texts = [
      'apiKey: sk-secret',
      'apiKey: "sk-secret"',
      'apiKey: {value: sk-secret}',
      'apiKey:\n    value: sk-secret',
      'headers: {Authorization: Bearer sk-secret}',
      'headers: {X-Api-Key: sk-secret}',
    ]
    for (const text of texts) {
      const list = issuesOf(
        `tailgate: 1\ntargets: ${text.includes('\n') ? `\n  ${text}\n  url: "http://h"` : `{ url: "http://h", ${text} }`}\nload: { rate: 1/s, duration: 1s }\n`,
      )
      assert.ok(list.length > 0)
      assert.ok(
        !JSON.stringify(list.map(({ message, hint, place }) => [message, hint, place])).includes('sk-secret'),
        text,
      )
    }
    const [issue] = issuesOf(
      'tailgate: 1\ntargets: { url: "http://me:sk-secret@h" }\nload: { rate: 1/s, duration: 1s }\n',
    )
    assert.ok(!JSON.stringify([issue.message, issue.place]).includes('sk-secret'))
  })

  test('need either a variable or a file', () => {
    assert.match(said(issues({ targets: { url: 'http://h', apiKey: {} } }))[0], /either env or file/)
    assert.match(
      said(issues({ targets: { url: 'http://h', apiKey: { env: 'A', file: 'b' } } }))[0],
      /either env or file/,
    )
  })
})

describe('a reference to the environment', () => {
  test('is refused where no secret belongs', () => {
    const [name] = issues({ name: reference('USER') })
    assert.equal(name.code, 'scenario.env-misplaced')
    const [key] = issues({ targets: { url: 'http://h', apiKey: { env: reference('KEY') } } })
    assert.equal(key.hint, 'write apiKey: { env: NAME }')
    const codes = issues({ targets: [{ url: reference('URL') }] }).map(({ code }) => code)
    assert.ok(codes.includes('scenario.env-misplaced'))
  })

  test('must be whole', () => {
    const [issue] = issues({ targets: { url: 'http://h', headers: { 'X-A': `\${env:not a name}` } } })
    assert.match(issue.message, /expected \$\{env:NAME\}/)
  })
})

test('a line is shown with its secrets covered, and the rest as it is', () => {
  assert.equal(maskSecrets('  apiKey: sk-1 # mine'), '  apiKey: •••')
  assert.equal(maskSecrets('{"Authorization": "Bearer x", "a": 1}'), '{"Authorization": •••, "a": 1}')
  assert.equal(maskSecrets('apiKey: { env: NAME }'), 'apiKey: { env: NAME }')
  assert.equal(maskSecrets(`Authorization: Bearer ${reference('T')}`), `Authorization: Bearer ${reference('T')}`)
  assert.equal(maskSecrets('url: http://a:b@h/x'), 'url: http://•••@h/x')
  assert.equal(maskSecrets('  firstToken: 5s'), '  firstToken: 5s')
})
