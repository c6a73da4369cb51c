import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOnce } from '../cache.ts'
import { tailgateInterrupted } from '../drills/tailgate-interrupted.ts'
import { tailgateKilled } from '../drills/tailgate-killed.ts'
import { growth } from '../metrics-page.ts'
import { makeVenv, pipInstall, requirePython } from '../python.ts'
import type { RealServer } from '../real-server.ts'

const PACKAGE = 'mlserver==1.7.1'
const MODELS = fileURLToPath(new URL('../mlserver-models', import.meta.url))

const operand = { shape: [4], datatype: 'FP32', data: 'random' }

export const mlserver: RealServer = {
  name: 'mlserver',
  versions: PACKAGE,
  light: true,
  ports: ['http', 'grpc', 'metrics'],

  install: async (folder) => {
    await installOnce(folder, PACKAGE, async () => {
      await requirePython(folder, [3, 9])
      await makeVenv(folder)
      await pipInstall(folder, [PACKAGE])
    })
  },

  launch: (folder, [http, grpc, metrics]) => ({
    command: join(folder, 'venv', 'bin', 'mlserver'),
    args: ['start', modelFolder(folder, { http_port: http, grpc_port: grpc, metrics_port: metrics })],
    cwd: folder,
    env: { PYTHONPATH: MODELS },
    ready: `http://127.0.0.1:${http}/v2/health/ready`,
    metrics: `http://127.0.0.1:${metrics}/metrics`,
  }),

  surfaces: [
    {
      name: 'infer',
      protocol: 'kserve-infer',
      model: 'add',
      dataset: {
        tensors: {
          count: 64,
          inputs: [
            { name: 'A', ...operand },
            { name: 'B', ...operand },
          ],
          outputs: ['SUM'],
          binary: false,
        },
      },
      request: {},
      rate: 40,
      expected: '100us',
    },
  ],

  count: (before, after) => ({
    requests: growth(before, after, 'model_infer_request_success_total', ['model="add"']),
    promptTokens: null,
    cachedTokens: null,
    outputTokens: null,
  }),

  drills: [tailgateInterrupted, tailgateKilled],
}

/** A model folder whose settings name the ports; the model's code lies beside this file. */
function modelFolder(folder: string, ports: { readonly [port: string]: number }): string {
  const models = join(folder, 'models')
  mkdirSync(join(models, 'add'), { recursive: true })
  const settings = { host: '127.0.0.1', parallel_workers: 0, ...ports }
  writeFileSync(join(models, 'settings.json'), JSON.stringify(settings))
  writeFileSync(
    join(models, 'add', 'model-settings.json'),
    JSON.stringify({ name: 'add', implementation: 'add_model.Add' }),
  )
  return models
}
