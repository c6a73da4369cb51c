import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import type { Dataset } from '../../../src/model/scenario.ts'
import { datasetContract } from './contract.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/datasets')
const written = fs.mkdtempSync(path.join(os.tmpdir(), 'tailgate-dataset-'))
after(() => fs.rmSync(written, { recursive: true, force: true }))

function write(name: string, content: string): string {
  fs.writeFileSync(path.join(written, name), content)
  return name
}

const synthetic = {
  kind: 'synthetic',
  count: 40,
  input: { kind: 'lognormal', mean: 300, stddev: 200, min: 1, max: 2000 },
  output: { kind: 'uniform', min: 1, max: 9 },
  pairs: null,
  sharedPrefix: null,
  seed: '1',
} as const satisfies Dataset
const trace = { limit: null, seed: '18446744073709551615' }

datasetContract('synthetic', synthetic, written)
datasetContract('synthetic with prefixes', { ...synthetic, sharedPrefix: { tokens: 256, groups: 3 } }, written)
datasetContract(
  'synthetic from pairs',
  {
    ...synthetic,
    pairs: [
      [3, 4],
      [1000, 1],
    ],
  },
  written,
)
datasetContract('azure conversation', { kind: 'azure', path: 'azure-2023-conv.csv', ...trace }, FIXTURES)
datasetContract('azure code', { kind: 'azure', path: 'azure-2023-code.csv', ...trace }, FIXTURES)
datasetContract('mooncake conversation', { kind: 'mooncake', path: 'mooncake-conversation.jsonl', ...trace }, FIXTURES)
datasetContract('mooncake synthetic', { kind: 'mooncake', path: 'mooncake-synthetic.jsonl', ...trace }, FIXTURES)
datasetContract(
  'burstgpt',
  {
    kind: 'burstgpt',
    path: write(
      'burst.csv',
      'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n' +
        '45,ChatGPT,1087,0,1087,API log\n118,GPT-4,417,276,693,Conversation log\n',
    ),
    ...trace,
  },
  written,
)
datasetContract(
  'jsonl',
  {
    kind: 'jsonl',
    path: write(
      'prompts.jsonl',
      '{"prompt":"Grüße, 世界 🌍","output_tokens":7}\r\n{"prompt":[{"role":"user","content":"Hi"}]}\r\n',
    ),
    prompt: 'prompt',
    output: 'output_tokens',
    defaultOutput: 128,
    limit: null,
  },
  written,
)
datasetContract(
  'sharegpt',
  {
    kind: 'sharegpt',
    path: write(
      'chats.json',
      '[\n {"id":"a","conversations":[{"from":"human","value":"Why, [\\"so\\"]?"},{"from":"gpt","value":"Because."}]},\n' +
        ' {"id":"b","conversations":[]},\n {"id":"c","conversations":[{"from":"system","value":"Be brief."},' +
        '{"from":"human","value":"日本?"},{"from":"gpt","value":"Yes, indeed."}]}\n]\n',
    ),
    defaultOutput: null,
    limit: null,
  },
  written,
)
datasetContract(
  'tensors',
  {
    kind: 'tensors',
    inputs: [
      { name: 'x', shape: [2, 3], datatype: 'FP32', data: 'random' },
      { name: 'ids', shape: [1, 2], datatype: 'INT64', data: ['9223372036854775807', -1] },
    ],
    outputs: ['y'],
    count: 3,
    binary: true,
    seed: '1',
  },
  written,
)
