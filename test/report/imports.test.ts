import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const ROOM = new URL('../../src/report/', import.meta.url).pathname

test('the room knows only the nouns: it cannot compute a figure, read a file or see the time', () => {
  const files = globSync('**/*.ts', { cwd: ROOM })
  assert.ok(files.length > 30)
  for (const file of files) {
    const source = readFileSync(`${ROOM}${file}`, 'utf8')
    for (const [, path] of source.matchAll(/from '([^']+)'/g)) {
      assert.match(path, /^\.\.?\//, `${file} imports ${path}`)
      const away = new URL(path, `file:///src/report/${file}`).pathname
      assert.match(away, /^\/src\/(report|model|base)\//, `${file} imports ${path}`)
    }
    assert.doesNotMatch(source, /\b(Date\b|Math\.random|performance\.|process\.|crypto\b)/, file)
  }
})
