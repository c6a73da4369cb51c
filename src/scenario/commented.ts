import type { ProtocolName, TensorInput } from '../model/scenario.ts'

/** What is known of an endpoint for which a first scenario is written. */
export interface CommentedTarget {
  url: string
  protocol: ProtocolName
  model: string | null
  /** Environment variable that holds the API key. */
  apiKeyEnv?: string | null
  /** Input tensors of the model, for kserve-infer. */
  inputs?: readonly TensorInput[]
}

export interface CommentedOptions {
  name?: string
  /** `20/s` */
  rate?: string
  /** `60s` */
  duration?: string
  slo?: { request: readonly string[]; run: readonly string[] }
  /** Where the JSON Schema of scenario files lies, for editors. */
  schema?: string
}

/** A scenario file for an endpoint, each part explained: what `init` writes. */
export function commentedScenario(target: CommentedTarget, options: CommentedOptions = {}): string {
  const { name = `${hostOf(target.url)} first look`, rate = '2/s', duration = '60s' } = options
  const schema = options.schema ?? 'node_modules/tailgate/scenarios/schema.json'
  const bounds = options.slo ?? defaultBounds(target.protocol)
  return [
    `# yaml-language-server: $schema=${schema}`,
    'tailgate: 1',
    `name: ${quote(name)}`,
    '',
    '# The server under test; a list of them is asked in turn.',
    'targets:',
    ...targetLines(target).map((line) => `  ${line}`),
    '',
    ...datasetLines(target),
    '',
    '# The pace. An open loop sends when a request is due, whether earlier ones have been answered or not.',
    'load:',
    '  arrivals: poisson            # constant, gamma, stages, trace; or scenario: server for MLPerf’s rules',
    `  rate: ${rate}`,
    `  duration: ${duration}                # of the measured window`,
    '  warmup: { requests: 3 }      # to each target, not counted',
    '  tail: 10s                    # load goes on while the last measured requests end',
    '  # concurrency: 32            # a closed loop instead: leave out arrivals, rate and tail',
    '',
    '# What must hold. Limits are inclusive; a failed request meets none.',
    'slo:',
    `  request: [${bounds.request.join(', ')}]   # together: a good request`,
    `  run: [${bounds.run.join(', ')}]`,
    '',
  ].join('\n')
}

function targetLines({ url, protocol, model, apiKeyEnv }: CommentedTarget): string[] {
  const key = apiKeyEnv
    ? `apiKey: { env: ${apiKeyEnv} }`
    : '# apiKey: { env: NAME }       # environment variable that holds the key'
  return [`url: ${url}`, `protocol: ${protocol}`, ...(model === null ? [] : [`model: ${quote(model)}`]), key]
}

function datasetLines({ protocol, inputs }: CommentedTarget): string[] {
  if (protocol !== 'kserve-infer') {
    return [
      '# What is asked: prompts made up to these lengths in tokens, or jsonl, sharegpt, azure, burstgpt, mooncake.',
      'dataset:',
      '  synthetic: { count: 1000, input: 512, output: { mean: 128, stddev: 32, min: 16, max: 256 } }',
    ]
  }
  const tensors = inputs ?? [{ name: 'INPUT0', shape: [1, 16], datatype: 'FP32', data: 'random' }]
  return [
    '# What is asked: the model’s inputs, filled with seeded random values.',
    'dataset:',
    '  tensors:',
    '    inputs:',
    ...tensors.map(({ name, shape, datatype }) => {
      return `      - { name: ${quote(name)}, shape: [${shape.join(', ')}], datatype: ${datatype} }`
    }),
  ]
}

function defaultBounds(protocol: ProtocolName): { request: readonly string[]; run: readonly string[] } {
  const run = ['attainment >= 99%', 'failed <= 0.1%']
  const streams = protocol !== 'kserve-infer' && protocol !== 'triton-generate'
  return { request: streams ? ['ttft <= 1s', 'tpot <= 100ms'] : ['latency <= 1s'], run }
}

/** Plain where YAML reads it back as this text, else quoted. */
function quote(text: string): string {
  return /^[A-Za-z][\w./ -]*[\w]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url
