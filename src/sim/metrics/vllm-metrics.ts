import { NS_PER_S } from '../../base/nanos.ts'
import type { Engine } from '../engine/engine.ts'
import { BLOCK_TOKENS } from '../engine/prefix-cache.ts'
import type { Sequence } from '../engine/sequence.ts'
import type { ReplicaSettings } from '../settings.ts'
import { FIRST_TOKEN, INTER_TOKEN, PREEMPTIONS, REQUEST_PHASE, requestTokens, STEP_TOKENS } from './buckets.ts'
import type { Family } from './families.ts'
import { Counter, Gauge, Histogram } from './families.ts'

const FINISHED_REASONS = ['stop', 'length', 'abort', 'error', 'repetition'] as const

/** vLLM's metric names over the simulated engine. docs/simulated-fleet.md §5. */
export class VllmMetrics {
  readonly #labels: string
  readonly #families: readonly Family[]
  readonly #promptTokens: Counter
  readonly #promptSources: Counter
  readonly #cachedTokens: Counter
  readonly #generationTokens: Counter
  readonly #success: Counter
  readonly #stepTokens: Histogram
  readonly #histograms: { readonly [name in keyof typeof REQUEST_HISTOGRAMS]: Histogram }
  readonly #interToken: Histogram
  readonly #refresh: () => void
  readonly #lastToken = new WeakMap<Sequence, number>()

  constructor(settings: ReplicaSettings, engine: () => Engine) {
    const { model, maxModelLen } = settings
    this.#labels = `engine="0",model_name="${model}"`
    const counter = (name: string, help: string) => new Counter(`vllm:${name}`, help, [this.#labels])
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge(`vllm:${name}`, help, [[this.#labels, read]])
    const histogram = (name: string, help: string, bounds: readonly number[]) =>
      new Histogram(`vllm:${name}`, help, model, bounds)

    this.#promptTokens = counter('prompt_tokens_total', 'Prompt tokens computed or found in the cache.')
    const sources = [COMPUTED, CACHED].map((source) => this.#labels + source)
    this.#promptSources = new Counter('vllm:prompt_tokens_by_source_total', 'Prompt tokens, by source.', sources)
    this.#cachedTokens = counter('prompt_tokens_cached_total', 'Prompt tokens found in the cache.')
    this.#generationTokens = counter('generation_tokens_total', 'Tokens generated.')
    const queries = counter('prefix_cache_queries_total', 'Prompt tokens looked up in the prefix cache.')
    const hits = counter('prefix_cache_hits_total', 'Prompt tokens found in the prefix cache.')
    const preemptions = counter('num_preemptions_total', 'Sequences that had to start over.')
    const reasons = FINISHED_REASONS.map((reason) => this.#reason(reason))
    this.#success = new Counter('vllm:request_success_total', 'Requests finished, by reason.', reasons)
    this.#stepTokens = histogram('iteration_tokens_total', 'Tokens per engine step.', STEP_TOKENS)
    this.#interToken = histogram('inter_token_latency_seconds', 'Gap between tokens.', INTER_TOKEN)
    const entries = Object.entries(REQUEST_HISTOGRAMS).map(([name, { help, bounds }]) => {
      return [name, histogram(name, help, bounds ?? requestTokens(maxModelLen))]
    })
    this.#histograms = Object.fromEntries(entries)
    this.#refresh = () => {
      queries.set(this.#labels, engine().prefixQueries)
      hits.set(this.#labels, engine().prefixHits)
      preemptions.set(this.#labels, engine().preemptions)
    }
    const waiting = new Gauge('vllm:num_requests_waiting_by_reason', 'Sequences in the queue, by reason.', [
      [`${this.#labels},reason="capacity"`, () => engine().waiting],
      [`${this.#labels},reason="deferred"`, () => 0],
    ])
    this.#families = [
      new Gauge('process_start_time_seconds', 'Start of the process, Unix time.', [['', () => PROCESS_START]]),
      gauge('num_requests_running', 'Sequences in the batch.', () => engine().running),
      gauge('num_requests_waiting', 'Sequences in the queue.', () => engine().waiting),
      waiting,
      gauge('kv_cache_usage_perc', 'Share of the KV cache in use, 0 to 1.', () => engine().kvUsage),
      queries,
      hits,
      preemptions,
      this.#promptTokens,
      this.#promptSources,
      this.#cachedTokens,
      this.#generationTokens,
      this.#success,
      this.#stepTokens,
      this.#interToken,
      ...Object.values(this.#histograms),
      new Gauge('vllm:cache_config_info', 'The cache, as labels.', [[cacheConfig(settings), () => 1]]),
    ]
  }

  stepped(tokens: number): void {
    this.#stepTokens.observe(tokens)
  }

  /** A sequence has one more token. */
  token(sequence: Sequence): void {
    const previous = this.#lastToken.get(sequence)
    this.#lastToken.set(sequence, sequence.lastToken)
    this.#generationTokens.add(this.#labels, 1)
    if (previous !== undefined) return this.#interToken.observe((sequence.lastToken - previous) / NS_PER_S)
    const { promptTokens, cachedTokens } = sequence
    this.#promptTokens.add(this.#labels, promptTokens)
    this.#promptSources.add(this.#labels + COMPUTED, promptTokens - cachedTokens)
    this.#promptSources.add(this.#labels + CACHED, cachedTokens)
    this.#cachedTokens.add(this.#labels, cachedTokens)
    this.#histograms.time_to_first_token_seconds.observe((sequence.firstToken - sequence.submitted) / NS_PER_S)
  }

  finished(sequence: Sequence, reason: 'stop' | 'length'): void {
    this.#success.add(this.#reason(reason), 1)
    for (const [name, { of }] of Object.entries(REQUEST_HISTOGRAMS)) {
      if (of) this.#histograms[name as keyof typeof REQUEST_HISTOGRAMS].observe(of(sequence))
    }
  }

  expose(): string {
    this.#refresh()
    return this.#families.map((family) => family.expose()).join('')
  }

  #reason(reason: string): string {
    return this.#labels.replace(',', `,finished_reason="${reason}",`)
  }
}

/** To the millisecond, as the kernel's own stamp is to the hundredth of a second. */
const PROCESS_START = Math.round(Date.now() - 1000 * process.uptime()) / 1000

const COMPUTED = ',source="local_compute"'
const CACHED = ',source="local_cache_hit"'

function cacheConfig({ engine }: ReplicaSettings): string {
  const caching = engine.prefixCache ? 'True' : 'False'
  const blocks = Math.floor(engine.kvTokens / BLOCK_TOKENS)
  const size = `kv_cache_size_tokens="${engine.kvTokens}",num_gpu_blocks="${blocks}"`
  return `block_size="${BLOCK_TOKENS}",enable_prefix_caching="${caching}",engine="0",${size}`
}

interface RequestHistogram {
  help: string
  /** null: token counts. */
  bounds: readonly number[] | null
  /** Its value for a finished request; null where it is observed earlier. */
  of: ((sequence: Sequence) => number) | null
}

const seconds =
  (from: 'submitted' | 'scheduled' | 'firstToken', to: 'scheduled' | 'firstToken' | 'lastToken') =>
  (sequence: Sequence): number =>
    (sequence[to] - sequence[from]) / NS_PER_S

const REQUEST_HISTOGRAMS = {
  time_to_first_token_seconds: { help: 'Arrival to first token.', bounds: FIRST_TOKEN, of: null },
  request_prompt_tokens: { help: 'Prompt tokens.', bounds: null, of: (s) => s.promptTokens },
  request_generation_tokens: { help: 'Tokens generated.', bounds: null, of: (s) => s.produced },
  request_prefill_kv_computed_tokens: {
    help: 'Prompt tokens computed.',
    bounds: null,
    of: (s) => s.promptTokens - s.cachedTokens,
  },
  request_num_preemptions: { help: 'Times it had to start over.', bounds: PREEMPTIONS, of: (s) => s.preemptions },
  request_time_per_output_token_seconds: {
    help: 'Mean gap between the tokens of a request.',
    bounds: INTER_TOKEN,
    of: (s) => seconds('firstToken', 'lastToken')(s) / Math.max(1, s.produced - 1),
  },
  e2e_request_latency_seconds: {
    help: 'Arrival to last token.',
    bounds: REQUEST_PHASE,
    of: seconds('submitted', 'lastToken'),
  },
  request_queue_time_seconds: {
    help: 'Time in the queue.',
    bounds: REQUEST_PHASE,
    of: seconds('submitted', 'scheduled'),
  },
  request_inference_time_seconds: {
    help: 'First scheduling to last token.',
    bounds: REQUEST_PHASE,
    of: seconds('scheduled', 'lastToken'),
  },
  request_prefill_time_seconds: {
    help: 'First scheduling to first token.',
    bounds: REQUEST_PHASE,
    of: seconds('scheduled', 'firstToken'),
  },
  request_decode_time_seconds: {
    help: 'First to last token.',
    bounds: REQUEST_PHASE,
    of: seconds('firstToken', 'lastToken'),
  },
} satisfies { readonly [name: string]: RequestHistogram }
