import type { ProtocolName, RequestSettings, Target, TensorInput } from '../model/scenario.ts'
import { optionalLines, probeLines } from './commented-parts.ts'

/** What is known of an endpoint for which a first scenario is written. */
export interface CommentedTarget {
  url: string
  protocol: ProtocolName
  model: string | null
  /** Environment variable that holds the API key. */
  apiKeyEnv?: string | null
  tls?: Target['tls']
  /** Input tensors of the model, for kserve-infer. */
  inputs?: readonly TensorInput[]
  /** Whether it takes tensors as raw bytes; it does when nothing is said. */
  binary?: boolean
}

/** Lengths of prompts and answers, in tokens. */
export interface CommentedLengths {
  input: number
  output: { mean: number; stddev: number; min: number; max: number }
}

/** How requests have to be made where the defaults do not serve. */
export type CommentedRequest = Partial<Pick<RequestSettings, 'stream' | 'forceLength' | 'prompt' | 'wordsPerToken'>>

export interface CommentedOptions {
  name?: string
  /** `20/s` */
  rate?: string
  /** `60s` */
  duration?: string
  /** `10s` */
  tail?: string
  lengths?: CommentedLengths
  request?: CommentedRequest
  slo?: { request: readonly string[]; run: readonly string[] }
  /** It has metrics of its own that are known. */
  metrics?: boolean
  /** What is known of the server, said at the top. */
  found?: readonly string[]
  /** Where the JSON Schema of scenario files lies, for editors. */
  schema?: string
}

/** A scenario file for an endpoint, each part explained: what `init` writes. */
export function commentedScenario(target: CommentedTarget, options: CommentedOptions = {}): string {
  const { name = `${hostOf(target.url)} first look`, rate = '2/s', duration = '60s', tail = '10s' } = options
  const schema = options.schema ?? 'node_modules/tailgate/scenarios/schema.json'
  const bounds = options.slo ?? defaultBounds(target.protocol, options.request?.stream)
  return [
    `# yaml-language-server: $schema=${schema}`,
    ...(options.found ?? []).map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    'tailgate: 1',
    `name: ${quote(name)}`,
    '',
    '# The server under test; a list of them is asked in turn.',
    'targets:',
    ...targetLines(target).map((line) => `  ${line}`),
    '',
    ...datasetLines(target, options.lengths),
    '',
    ...requestLines(options.request ?? {}),
    '# The pace. An open loop sends when a request is due, whether earlier ones have been answered or not.',
    'load:',
    '  arrivals: poisson            # constant, gamma, stages, trace; or scenario: server for MLPerf’s rules',
    `  rate: ${rate}`,
    `  duration: ${duration}                # of the measured window`,
    '  warmup: { requests: 3 }      # to each target, not counted',
    `  tail: ${tail}                    # load goes on while the last measured requests end`,
    '  # concurrency: 32            # a closed loop instead: leave out arrivals, rate and tail',
    '',
    '# What must hold. Limits are inclusive; a failed request meets none.',
    'slo:',
    `  request: [${bounds.request.join(', ')}]   # together: a good request`,
    `  run: [${bounds.run.join(', ')}]`,
    '',
    ...probeLines(options.metrics ?? false),
    '',
    ...optionalLines(),
    '',
  ].join('\n')
}

function targetLines({ url, protocol, model, apiKeyEnv, tls }: CommentedTarget): string[] {
  const key = apiKeyEnv
    ? `apiKey: { env: ${apiKeyEnv} }`
    : '# apiKey: { env: NAME }       # environment variable that holds the key'
  const modelLine = model === null ? [] : [`model: ${quote(model)}`]
  return [`url: ${url}`, `protocol: ${protocol}`, ...modelLine, key, ...(tls ? [`tls: ${flow(tls)}`] : [])]
}

function requestLines(request: CommentedRequest): string[] {
  if (Object.keys(request).length === 0) return []
  const why: { readonly [key in keyof CommentedRequest]: string } = {
    stream: 'asked to stream, it does not',
    forceLength: 'it refuses ignore_eos and min_tokens, or does not obey them',
    prompt: 'it takes no token ids',
    wordsPerToken: 'measured: so many words of made-up text are a token of this model',
  }
  const lines = (Object.keys(request) as (keyof CommentedRequest)[]).map(
    (key) => `  ${key}: ${String(request[key])}   # ${why[key]}`,
  )
  return ['# How each request is made, as this server needs it.', 'request:', ...lines, '']
}

const LENGTHS: CommentedLengths = { input: 512, output: { mean: 128, stddev: 32, min: 16, max: 256 } }

/** Where the model's inputs are not known, for the user to replace. */
const PLACEHOLDER: TensorInput = { name: 'INPUT0', shape: [1, 16], datatype: 'FP32', data: 'random' }

function datasetLines({ protocol, inputs, binary }: CommentedTarget, lengths = LENGTHS): string[] {
  if (protocol !== 'kserve-infer') {
    return [
      '# What is asked: prompts made up to these lengths in tokens, or jsonl, sharegpt, azure, burstgpt, mooncake.',
      'dataset:',
      `  synthetic: { count: 1000, input: ${lengths.input}, output: ${flow(lengths.output)} }`,
    ]
  }
  const tensors = inputs && inputs.length > 0 ? inputs : [PLACEHOLDER]
  return [
    '# What is asked: the model’s inputs, filled with seeded random values.',
    'dataset:',
    '  tensors:',
    ...(binary === false ? ['    binary: false              # this server takes tensors as JSON only'] : []),
    '    inputs:',
    ...tensors.map(({ name, shape, datatype }) => {
      return `      - { name: ${quote(name)}, shape: [${shape.join(', ')}], datatype: ${datatype} }`
    }),
  ]
}

function defaultBounds(
  protocol: ProtocolName,
  stream = protocol !== 'kserve-infer' && protocol !== 'triton-generate',
): { request: readonly string[]; run: readonly string[] } {
  const run = ['attainment >= 99%', 'failed <= 0.1%']
  return { request: stream ? ['ttft <= 1s', 'tpot <= 100ms'] : ['latency <= 1s'], run }
}

/** Plain where YAML reads it back as this text, else quoted. */
function quote(text: string): string {
  return /^[A-Za-z][\w./ -]*[\w]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)
}

/** A mapping on one line, without the keys that have no value. */
function flow(mapping: { readonly [key: string]: unknown }): string {
  const given = Object.entries(mapping).filter(([, value]) => value !== null && value !== false)
  return `{ ${given.map(([key, value]) => `${key}: ${typeof value === 'string' ? quote(value) : value}`).join(', ')} }`
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url
