import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { parseDuration } from '../../src/base/quantity.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { jsonSchema } from '../../src/scenario/json-schema.ts'
import { scenarioYaml } from '../../src/scenario/scenario-file.ts'

/** Descriptions of keys end up in editors: the defaults they name are those that a file is filled in with. */

interface Node {
  $ref?: string
  description?: string
  properties?: { [key: string]: Node }
  anyOf?: Node[]
  items?: Node
}

const schema = jsonSchema() as Node

const TARGETS = `tailgate: 1
targets: [{ url: "http://h:1", model: m }, { url: "http://h:2", model: m }]
`
const EVERYTHING = `load: { rate: 1/s, duration: 100s }
fleet: { health: true, ejection: true, retries: {}, hedge: {}, balance: prefix }
faults:
  - { docker: { container: x }, replica: "h:1", at: 1s }
  - { kubectl: { pod: x }, replica: "h:1", at: 1s }
  - { systemd: { unit: x }, replica: "h:1", at: 1s }
  - { toxiproxy: { proxy: x, toxic: { type: latency } }, replica: "h:1", at: 1s }
  - { signal: KILL, replica: "h:1", at: 1s, repeat: { times: 2, every: 9s } }
probes:
  - { metrics: true }
  - { csv: { path: x, columns: { a: b } } }
prices: { replica: 1 USD/h, date: 2026-01-31, source: x }
energy: {}
carbon: { intensity: 1 g/kWh, zone: x, source: x }
`
const FILES = [
  EVERYTHING,
  'load: { concurrency: 1, duration: 1s }\ndataset: { synthetic: { sharedPrefix: { tokens: 4 } } }\n',
  'load: { arrivals: gamma, rate: 1/s, duration: 1s }\ndataset: { jsonl: { path: x } }\n',
  'load: { stages: [{ rate: 1/s, duration: 1s }] }\n',
  'load: { arrivals: trace }\ndataset: { azure: { path: x } }\n',
  'load: { scenario: multi-stream }\n',
].map((rest) => TARGETS + rest)

/** Keys that a file above gives, and those whose default is said of a part of them. */
const NOT_DEFAULTS = /^\.(load\.arrivals|fleet\.(health|ejection|balance|balance\.policy|balance\.weights))$/

interface Described {
  path: string
  said: string
  value: unknown
}

/** Every key of a filled-in file whose description names a default. */
function* described(node: Node, value: unknown, path = ''): Generator<Described> {
  if (node.$ref !== undefined) return yield* described(at(node.$ref), value, path)
  if (value === undefined || value === null) return
  const said = /Default ("?[\w.%/-]+?"?)(?=[.,;:]?( |$))/.exec(node.description ?? '')?.[1]
  if (said !== undefined && !NOT_DEFAULTS.test(path)) yield { path, said, value }
  for (const { properties, items } of [node, ...(node.anyOf ?? [])]) {
    if (Array.isArray(value) && items) for (const each of value) yield* described(items, each, path)
    if (typeof value !== 'object' || Array.isArray(value)) continue
    const own = value as { [key: string]: unknown }
    for (const [key, inner] of Object.entries(properties ?? {})) yield* described(inner, own[key], `${path}.${key}`)
  }
}

const at = (ref: string): Node =>
  ref
    .split('/')
    .slice(1)
    .reduce((node, key) => (node as { [key: string]: Node })[key], schema)

const plain = (text: string): string | number => parseDuration(text) ?? text.replaceAll('"', '')

describe('defaults that the schema names', () => {
  for (const [index, file] of FILES.entries()) {
    test(`are what file ${index} is filled in with`, () => {
      const filled = parse(scenarioYaml(decodeScenario(file, 'x.yaml').scenario))
      const keys = [...described(schema, filled)]
      assert.ok(keys.length > 30, `${keys.length}`)
      assert.deepEqual(
        keys.filter(({ said, value }) => plain(said) !== plain(String(value))).map(({ path }) => path),
        [],
      )
    })
  }
})
