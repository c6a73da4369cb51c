import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { CodeTable } from '../../src/run/code-table.ts'
import { redactor, secretsOf } from '../../src/run/redact.ts'

describe('redaction', () => {
  test('removes every secret wherever it stands', () => {
    const secret = fc.string({ minLength: 4, maxLength: 20 })
    fc.assert(
      fc.property(fc.array(secret, { maxLength: 4 }), fc.array(fc.string()), (secrets, words) => {
        const text = words.flatMap((word, i) => [word, secrets[i % (secrets.length || 1)] ?? '']).join('')
        const masked = redactor(secrets)(text)
        for (const one of secrets) {
          if (!'[secret]'.includes(one)) assert.ok(!masked.replaceAll('[secret]', '\0').includes(one))
        }
      }),
    )
  })

  test('takes the longer secret first, so that none of it is left', () => {
    assert.equal(redactor(['abcd', 'abcdefgh'])('key abcdefgh!'), 'key [secret]!')
  })
})

describe('the secrets of a target', () => {
  const hidden = (text: string, headers: { [name: string]: string }, authorization: string | null = null) =>
    redactor(secretsOf({ headers, authorization }))(text)

  test('are masked also where a server repeats a credential without its scheme', () => {
    assert.equal(hidden('bad key sk-12345', {}, 'Bearer sk-12345'), 'bad key [secret]')
    for (const scheme of ['Bearer', 'bearer', 'Token', 'Api-Key']) {
      assert.equal(hidden('bad key sk-12345', { Authorization: `${scheme} sk-12345` }), 'bad key [secret]')
    }
    const basic = Buffer.from('bob:hunter22').toString('base64')
    const said = hidden(`${basic}: no user bob with password hunter22`, { authorization: `Basic ${basic}` })
    assert.equal(said, '[secret]: no user bob with password [secret]')
  })

  test('do not include the name of the host', () => {
    assert.equal(hidden('no route to gpu-1', { Host: 'gpu-1' }), 'no route to gpu-1')
  })
})

describe('a code table', () => {
  test('gives each text one number and takes no more than a thousand', () => {
    const table = new CodeTable(['first'])
    assert.equal(table.code(null), -1)
    assert.equal(table.code('first'), 0)
    const codes = Array.from({ length: 5000 }, (_, i) => table.code(`text ${i}`))
    assert.equal(new Set(codes).size, 1000)
    assert.equal(table.code('text 4'), codes[4])
    assert.match(table.texts[codes[4999]], /more than 1000/)
  })
})
