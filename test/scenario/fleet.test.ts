import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issues, type Mapping, resolve, said } from './minimal.ts'

const THREE = [0, 1, 2].map((n) => ({ name: `replica-${n}`, url: `http://127.0.0.1:810${n}` }))
const fleet = (given: Mapping, parts: Mapping = {}) =>
  resolve({ targets: THREE, fleet: given, ...parts }).scenario.fleet
const refused = (given: Mapping, parts: Mapping = {}) =>
  said(issues({ targets: THREE, fleet: given, ...parts })).join('\n')

describe('a fleet', () => {
  test('of which nothing is said takes turns, and sends nothing twice', () => {
    const plain = {
      discover: null,
      gateway: false,
      replicaHeader: null,
      behind: [],
      balance: { policy: 'round-robin', seed: '1', weights: {}, prefixTokens: 256, overload: 1.5 },
      health: null,
      ejection: null,
      retries: null,
      hedge: null,
    }
    assert.deepEqual(resolve().scenario.fleet, plain)
    assert.deepEqual(fleet({}), plain)
  })

  test('switches things on with sensible values', () => {
    const on = fleet({ health: true, ejection: true, retries: {}, hedge: {} })
    assert.deepEqual(on.health, { path: null, every: 1e9, timeout: 1e9, failures: 2 })
    assert.deepEqual(on.ejection, { failures: 3, backoff: 1e9, longest: 30e9 })
    assert.deepEqual(on.retries, { attempts: 2, on: ['connect', 'reset'], backoff: 50e6 })
    assert.deepEqual(on.hedge, { after: 500e6 })
    assert.equal(fleet({ health: false }).health, null)
    assert.equal(fleet({ health: { failures: 5 } }).health?.failures, 5)
  })

  test('is balanced by the name of a policy, or with its settings', () => {
    assert.equal(fleet({ balance: 'least-requests' }).balance.policy, 'least-requests')
    const balance = fleet({ balance: { policy: 'random', seed: 7, weights: { 'replica-1': 3 } } }).balance
    assert.deepEqual([balance.seed, balance.weights], ['7', { 'replica-1': 3 }])
  })

  test('is found by DNS or Kubernetes', () => {
    assert.deepEqual(fleet({ discover: { dns: {} } }).discover, { kind: 'dns', every: 5e9 })
    const pods = { service: 'vllm', port: 8000 }
    const one = { targets: THREE[0] }
    assert.deepEqual(fleet({ discover: { kubernetes: pods } }, one).discover, {
      kind: 'kubernetes',
      context: null,
      namespace: 'default',
      select: { service: 'vllm' },
      port: 8000,
    })
    assert.match(refused({ discover: { kubernetes: pods } }), /there are 3/)
    assert.match(
      refused({ discover: { kubernetes: { ...pods, selector: 'app=x' } } }, one),
      /either service or selector/,
    )
    assert.match(
      refused({ discover: { kubernetes: { service: 'x' } } }, one),
      /port is missing: the port on which each/,
    )
    assert.match(refused({ discover: {} }), /either dns or kubernetes/)
  })

  test('behind a gateway is told apart by a header', () => {
    assert.equal(fleet({ gateway: true, replicaHeader: 'X-Replica' }).replicaHeader, 'x-replica')
    const behind = [{ name: 'a', url: 'http://127.0.0.1:8101/' }]
    assert.deepEqual(fleet({ gateway: true, behind }).behind, [{ name: 'a', url: 'http://127.0.0.1:8101' }])
    assert.match(refused({ behind }), /only a gateway hides replicas/)
    assert.match(refused({ gateway: true, behind: [...behind, ...behind] }), /two replicas have the name a/)
    assert.match(refused({ replicaHeader: 'x-replica' }), /only a gateway .* \| set fleet.gateway: true/)
    assert.match(refused({ gateway: true, discover: { dns: {} } }), /no addresses to discover/)
  })

  test('refuses what cannot be', () => {
    assert.match(refused({ balance: 'round-robbin' }), /expected a policy, one of round-robin.*got "round-robbin"/)
    assert.match(
      refused({ balance: { policy: 'random', weights: { 'replica-9': 1 } } }),
      /no replica replica-9 \| did you/,
    )
    assert.match(refused({ balance: { weights: { 'replica-1': 1 } } }), /round-robin has no weights/)
    const none = { 'replica-0': 0, 'replica-1': 0, 'replica-2': 0 }
    assert.match(refused({ balance: { policy: 'random', weights: none } }), /every weight is 0/)
    assert.match(refused({ health: { every: 1 } }), /did you mean "1s"\?/)
    assert.match(refused({ health: 'yes' }), /expected true, false or settings such as/)
    assert.match(refused({ ejection: { backoff: '2s', longest: '1s' } }), /shorter than the first back-off/)
    assert.match(refused({ retries: { on: ['ok'] } }), /nothing failed/)
    assert.match(refused({ retries: { on: ['conect'] } }), /did you mean connect\?/)
    assert.match(refused({ retires: {} }), /no key "retires" \| did you mean retries\?/)
  })
})
