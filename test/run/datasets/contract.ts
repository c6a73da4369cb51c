import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Dataset } from '../../../src/model/scenario.ts'
import type { Sample } from '../../../src/run/datasets/dataset.ts'
import { openDataset } from '../../../src/run/datasets/index.ts'
import { all } from './expect.ts'

/** What every kind of dataset promises. */
export function datasetContract(name: string, spec: Dataset, baseDir: string): void {
  describe(`The ${name} dataset`, () => {
    test('holds at least one sample, and each of them can be sent', async () => {
      const dataset = await openDataset(spec, baseDir)
      assert.ok(dataset.size >= 1)
      for (const sample of all(dataset)) assertSendable(sample)
      dataset.close()
    })

    test('gives the same sample whatever was asked for before', async () => {
      const dataset = await openDataset(spec, baseDir)
      const forward = all(dataset)
      for (let i = dataset.size - 1; i >= 0; i--) assert.deepEqual(dataset.sample(i), forward[i])
      dataset.close()
    })

    test('is the same when opened again, also beside itself', async () => {
      const [one, other] = await Promise.all([openDataset(spec, baseDir), openDataset(spec, baseDir)])
      assert.deepEqual(all(one), all(other))
      assert.deepEqual(one.arrivals, other.arrivals)
      one.close()
      assert.deepEqual(other.sample(0), all(other)[0])
      other.close()
    })

    test('has an arrival for each sample or none at all, from zero on and never decreasing', async () => {
      const { arrivals, size, close } = await openDataset(spec, baseDir)
      close()
      if (arrivals === null) return
      assert.equal(arrivals.length, size)
      assert.equal(arrivals[0], 0)
      assert.ok(arrivals.every((at, i) => Number.isInteger(at) && (i === 0 || at >= arrivals[i - 1])))
    })

    test('releases its file on close, and closing twice does no harm', async () => {
      const dataset = await openDataset(spec, baseDir)
      dataset.sample(dataset.size - 1)
      dataset.close()
      dataset.close()
      if ('path' in spec) assert.equal(timesOpen(path.join(baseDir, spec.path)), 0)
    })
  })
}

function assertSendable(sample: Sample): void {
  if (sample.kind === 'tensors') {
    for (const { shape, data } of sample.inputs) {
      assert.equal(
        data.length,
        shape.reduce((a, b) => a * b, 1),
      )
    }
    return
  }
  const { prompt } = sample
  assert.ok(sample.outputTokens >= 1)
  if (prompt.kind === 'text') assert.notEqual(prompt.text, '')
  if (prompt.kind === 'messages') assert.ok(prompt.messages.length > 0)
  if (prompt.kind !== 'length') return
  assert.ok(prompt.tokens >= 1)
  assert.equal(prompt.tokens, sample.inputTokens)
  assert.equal(
    prompt.blocks.reduce((sum, block) => sum + block.tokens, 0),
    prompt.tokens,
  )
  assert.ok(prompt.blocks.every((block) => block.tokens >= 1))
}

/** How often this process has the file open, where the system tells. */
function timesOpen(file: string): number {
  if (!fs.existsSync('/proc/self/fd')) return 0
  const real = fs.realpathSync(file)
  return fs.readdirSync('/proc/self/fd').filter((fd) => linkOf(fd) === real).length
}

function linkOf(fd: string): string | null {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return null
  }
}
