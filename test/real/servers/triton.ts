import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnce } from '../cache.ts'
import { tailgateInterrupted } from '../drills/tailgate-interrupted.ts'
import { tailgateKilled } from '../drills/tailgate-killed.ts'
import { growth } from '../metrics-page.ts'
import { makeVenv, pipInstall, requirePython, sitePackages, venvPython } from '../python.ts'
import type { RealServer, Surface } from '../real-server.ts'
import { runStep } from '../step.ts'

/** Carries the server itself (Triton 2.51.0) and its Python backend; runs without a GPU. */
const PACKAGE = 'nvidia-pytriton==0.7.0'
const MODELS = fileURLToPath(new URL('../triton-models', import.meta.url))

const text = { count: 64, input: { min: 8, max: 32 }, output: { min: 6, max: 20 } }
const llm: Pick<Surface, 'model' | 'rate' | 'expected'> = { model: 'llm', rate: 8, expected: '10ms' }
const operand = { shape: [1, 4], datatype: 'FP32', data: 'random' }
const add = {
  model: 'add',
  dataset: {
    tensors: {
      count: 64,
      inputs: [
        { name: 'A', ...operand },
        { name: 'B', ...operand },
      ],
      outputs: ['SUM'],
      binary: true,
    },
  },
}

export const triton: RealServer = {
  name: 'triton',
  versions: `Triton 2.51.0 of ${PACKAGE}`,
  light: true,
  ports: ['http', 'grpc', 'metrics'],

  install: async (folder) => {
    await installOnce(folder, PACKAGE, async () => {
      await requirePython(folder, [3, 8])
      await makeVenv(folder)
      await pipInstall(folder, [PACKAGE])
      placeStub(folder, (await pythonFact(folder, "'%d.%d' % sys.version_info[:2]")).trim())
    })
  },

  launch: (folder, [http, grpc, metrics]) => ({
    command: join(home(folder), 'bin', 'tritonserver'),
    args: [
      `--model-repository=${MODELS}`,
      `--backend-directory=${join(home(folder), 'backends')}`,
      ...['--http-address=127.0.0.1', `--http-port=${http}`, '--grpc-address=127.0.0.1', `--grpc-port=${grpc}`],
      ...['--metrics-address=127.0.0.1', `--metrics-port=${metrics}`],
      '--disable-auto-complete-config',
    ],
    cwd: folder,
    env: {
      PATH: `${join(folder, 'venv', 'bin')}:${process.env.PATH}`,
      PYTHONPATH: sitePackages(folder),
    },
    ready: `http://127.0.0.1:${http}/v2/health/ready`,
    metrics: `http://127.0.0.1:${metrics}/metrics`,
  }),

  surfaces: [
    { ...add, name: 'infer', protocol: 'kserve-infer', rate: 40, expected: '100us', request: {} },
    { ...llm, name: 'generate', protocol: 'triton-generate', dataset: { synthetic: text }, request: {} },
    { ...llm, name: 'generate_stream', protocol: 'triton-generate-stream', dataset: { synthetic: text }, request: {} },
  ],

  count: (before, after, surface) => ({
    requests: growth(before, after, 'nv_inference_request_success', [`model="${surface.model}"`]),
    promptTokens: null,
    cachedTokens: null,
    outputTokens: surface.name === 'generate_stream' ? growth(before, after, 'llm_tokens_sent') : null,
  }),

  drills: [tailgateInterrupted, tailgateKilled],
}

const home = (folder: string): string => join(sitePackages(folder), 'pytriton', 'tritonserver')

/** The backend's stub finds its libraries by a path relative to itself, so it has to lie inside the package. */
function placeStub(folder: string, version: string): void {
  const name = 'triton_python_backend_stub'
  copyFileSync(
    join(home(folder), 'python_backend_stubs', version, name),
    join(home(folder), 'backends', 'python', name),
  )
}

function pythonFact(folder: string, expression: string): Promise<string> {
  const args = ['-c', `import sys, sysconfig; print(${expression})`]
  return runStep({ command: venvPython(folder), args, cwd: folder })
}
