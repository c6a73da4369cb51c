import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillAll, placesOf } from '../../../src/run/faults/template.ts'
import { targetAt } from './stage.ts'

const filled = (name: string) => fillAll(['{replica}', '{host}:{port}'], placesOf(targetAt(name, 8000), null))

test('a replica is called by its name, a pod that came back at another address by the pod’s', () => {
  assert.deepEqual(filled('a'), ['a', '127.0.0.1:8000'])
  assert.deepEqual(filled('vllm-0@127.0.0.1:8000'), ['vllm-0', '127.0.0.1:8000'])
  assert.deepEqual(filled('vllm@east'), ['vllm@east', '127.0.0.1:8000'])
  assert.deepEqual(filled('127.0.0.1:8000'), ['127.0.0.1:8000', '127.0.0.1:8000'])
})

test('a text that wants a pid is refused where no process is known', () => {
  assert.throws(() => fillAll(['{pid}'], placesOf(targetAt('a', 8000), null)), /no process of this machine is a/)
})
