import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { jsonSchema } from '../../src/scenario/json-schema.ts'

type Schema = { [keyword: string]: unknown; properties?: { [key: string]: Schema } }
const schema = jsonSchema() as Schema

describe('the JSON Schema of scenarios', () => {
  test('is published as it is', () => {
    const published = readFileSync(new URL('../../scenarios/schema.json', import.meta.url), 'utf8')
    const way = 'write JSON.stringify(jsonSchema()) to scenarios/schema.json'
    assert.deepEqual(JSON.parse(published), JSON.parse(JSON.stringify(schema)), way)
  })

  test('describes every key', () => {
    const silent: string[] = []
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { properties } = node as Schema
      for (const [key, property] of Object.entries(properties ?? {})) {
        if (!property.description) silent.push(`${path}.${key}`)
      }
      for (const [key, inner] of Object.entries(node)) visit(inner, `${path}.${key}`)
    }
    visit(schema, '')
    assert.deepEqual(silent, [])
  })

  test('allows no unknown key, and lets a file that extends another leave the rest to it', () => {
    assert.equal(schema.additionalProperties, false)
    assert.deepEqual(schema.anyOf, [{ required: ['extends'] }, { required: ['tailgate', 'targets', 'load'] }])
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
  })
})
