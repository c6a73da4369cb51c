import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openJsonl } from '../../../src/run/datasets/jsonl.ts'
import { failureOf, promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

const settings = { kind: 'jsonl', prompt: 'prompt', output: 'output_tokens', defaultOutput: 100, limit: null } as const

function open(t: TestContext, content: string | Uint8Array, changes: Partial<Parameters<typeof openJsonl>[0]> = {}) {
  const path = temporaryFile(t, content)
  return openJsonl({ ...settings, path, ...changes }, '/')
}

describe('A JSONL dataset', () => {
  test('takes prompt and output tokens from the named fields', async (t) => {
    const dataset = await open(
      t,
      '{"prompt":"one","output_tokens":5}\n{"prompt":"two"}\n{"prompt":"3","output_tokens":null}',
    )
    assert.equal(dataset.size, 3)
    assert.deepEqual(promptAt(dataset, 0), {
      kind: 'prompt',
      prompt: { kind: 'text', text: 'one' },
      inputTokens: -1,
      outputTokens: 5,
    })
    assert.equal(promptAt(dataset, 1).outputTokens, 100)
    assert.equal(promptAt(dataset, 2).outputTokens, 100)
    dataset.close()
  })

  test('follows dotted names, and a field that has the dots in its name', async (t) => {
    const dataset = await open(t, '{"body":{"q":["x","y"]},"usage.out":9}', { prompt: 'body.q.1', output: 'usage.out' })
    assert.deepEqual(promptAt(dataset, 0).prompt, { kind: 'text', text: 'y' })
    assert.equal(promptAt(dataset, 0).outputTokens, 9)
    dataset.close()
  })

  test('takes lists of messages, chat requests that hold one, and text in parts', async (t) => {
    const messages = '[{"role":"system","content":"Be kind."},{"role":"user","content":[{"type":"text","text":"Hi"}]}]'
    const dataset = await open(t, `{"prompt":${messages}}\n{"prompt":{"model":"m","messages":${messages}}}`)
    const expected = {
      kind: 'messages',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
      ],
    }
    assert.deepEqual(promptAt(dataset, 0).prompt, expected)
    assert.deepEqual(promptAt(dataset, 1).prompt, expected)
    dataset.close()
  })

  test('is read no further than its limit', async (t) => {
    const dataset = await open(t, '{"prompt":"a"}\n{"prompt":"b"}\nbroken', { limit: 2 })
    assert.equal(dataset.size, 2)
    dataset.close()
  })

  test('tolerates a byte-order mark, CRLF and empty lines at the end', async (t) => {
    const dataset = await open(t, '\u{feff}{"prompt":"a"}\r\n{"prompt":"b"}\r\n\r\n \r\n')
    assert.deepEqual(promptAt(dataset, 0).prompt, { kind: 'text', text: 'a' })
    assert.equal(dataset.size, 2)
    dataset.close()
  })

  test('names the line that is no JSON and shows it clipped', async (t) => {
    const long = 'x'.repeat(5000)
    const failure = await failureOf(open(t, `{"prompt":"a"}\n\n{"prompt": ${long}}\n`), 'dataset.row')
    assert.equal(failure.place?.line, 3)
    assert.match(failure.message, /^expected a JSON object/)
    assert.ok(failure.place?.source?.startsWith('{"prompt": xxx'))
    assert.ok(failure.place?.source && failure.place.source.length < 200)
  })

  test('names the line that is not UTF-8', async (t) => {
    const bytes = Buffer.concat([
      Buffer.from('{"prompt":"a"}\n{"prompt":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ])
    const failure = await failureOf(open(t, bytes), 'dataset.row')
    assert.equal(failure.place?.line, 2)
    assert.match(failure.message, /UTF-8/)
  })

  test('says which field is missing and which is nearest', async (t) => {
    const failure = await failureOf(open(t, '{"promt":"a"}'), 'dataset.column')
    assert.match(failure.message, /"prompt"/)
    assert.equal(failure.hint, 'Did you mean "promt"?')
    assert.equal(failure.place?.line, 1)
  })

  for (const [row, message] of [
    ['{"prompt":""}', /got an empty string/],
    ['{"prompt":12}', /got 12/],
    ['{"prompt":[]}', /got an empty array/],
    ['{"prompt":[1,2]}', /got an array/],
    ['{"prompt":[{"role":"user"}]}', /got an array/],
    ['{"prompt":[{"role":"user","content":[{"type":"image_url"}]}]}', /got an array/],
    ['["a"]', /expected a JSON object, got an array/],
    ['{"prompt":"a","output_tokens":"many"}', /"output_tokens" to be a number of tokens.*got a string/],
    ['{"prompt":"a","output_tokens":0}', /from 1 on, got 0/],
    ['{"prompt":"a","output_tokens":1.5}', /got 1.5/],
  ] as const) {
    test(`refuses ${row}`, async (t) => {
      const failure = await failureOf(open(t, `{"prompt":"fine"}\n${row}`), 'dataset.row')
      assert.match(failure.message, message)
      assert.equal(failure.place?.line, 2)
      assert.equal(failure.place?.source, row)
    })
  }

  test('knows the conversation of a row that names it', async (t) => {
    const rows = ['{"prompt":"a","session":"c7"}', '{"prompt":"b","session":12}', '{"prompt":"c","session":null}']
    const dataset = await open(t, rows.join('\n'))
    assert.deepEqual(
      [0, 1, 2].map((i) => promptAt(dataset, i).session),
      ['c7', '12', undefined],
    )
  })

  for (const content of ['', '\u{feff}', '\n\r\n']) {
    test(`refuses a file that holds only ${JSON.stringify(content)}`, async (t) => {
      assert.match((await failureOf(open(t, content), 'dataset.empty')).message, /at least one row/)
    })
  }

  test('refuses a file of other content before it fills the memory', async (t) => {
    const failure = await failureOf(open(t, Buffer.alloc(70 * 2 ** 20)), 'dataset.row')
    assert.match(failure.message, /at most 64 MiB/)
  })
})
