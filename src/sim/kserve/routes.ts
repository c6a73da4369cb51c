import type { Exchange } from '../http/exchange.ts'
import type { Route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { generate, generateStream } from './generate.ts'
import { infer } from './infer.ts'
import { modelConfig } from './model-config.ts'
import type { TensorModel } from './models.ts'
import { findModel, MODELS, wireShape } from './models.ts'
import { ModelStatistics } from './statistics.ts'
import { answering, tritonJson, tritonPlain, tritonText } from './triton.ts'
import { tritonMetricsText } from './triton-metrics.ts'

const SERVER = {
  name: 'triton',
  version: '2.51.0',
  extensions: [
    'classification',
    'sequence',
    'model_repository',
    'model_repository(unload_dependents)',
    'schedule_policy',
    'model_configuration',
    'system_shared_memory',
    'cuda_shared_memory',
    'binary_tensor_data',
    'parameters',
    'statistics',
    'trace',
    'logging',
  ],
}

/** The KServe v2 surface as Triton serves it. */
export function kserveRoutes(services: Services): readonly Route[] {
  const statistics = new Map(MODELS.map(({ name }) => [name, new ModelStatistics(name)]))
  const ok = ({ outlet }: Exchange) => tritonPlain(outlet, 200)
  const ofModel = (describe: (model: TensorModel) => unknown) => (exchange: Exchange, name: string) =>
    tritonJson(exchange.outlet, 200, describe(findModel(name, 'plain')))
  const stats = (names: readonly string[]) => ({ model_stats: names.map((name) => statistics.get(name)!.entry) })
  const counted =
    (handle: typeof generate) =>
    (exchange: Exchange, name: string): void =>
      handle(services, exchange, name, statistics.get(findModel(name, 'json').name)!)
  return [
    metricsRoute(services, [...statistics.values()]),
    get('', ({ outlet }) => tritonJson(outlet, 200, SERVER)),
    get('/health/(?:live|ready)', ok),
    get('/models/stats', ({ outlet }) => tritonJson(outlet, 200, stats([...statistics.keys()]))),
    get(MODEL, ofModel(metadata)),
    get(`${MODEL}/config`, ofModel(modelConfig)),
    get(
      `${MODEL}/stats`,
      ofModel((model) => stats([model.name])),
    ),
    get(`${MODEL}/ready`, ({ outlet }, name) => {
      if (statistics.has(name)) tritonPlain(outlet, 200)
      else tritonPlain(outlet, 400, { error: 'Model version not ready' })
    }),
    post('/repository/index', false, ({ outlet }) => {
      tritonJson(
        outlet,
        200,
        MODELS.map(({ name }) => ({ name, version: '1', state: 'READY' })),
      )
    }),
    post(`${MODEL}/infer`, true, (exchange, name) => infer(services, exchange, name, statistics.get(name))),
    post(`${MODEL}/generate`, true, counted(generate)),
    post(`${MODEL}/generate_stream`, true, counted(generateStream)),
  ]
}

/** Triton's answers to what no route takes. */
export function tritonUnrouted({ outlet }: Exchange, allowed: readonly string[]): void {
  if (allowed.length === 0) tritonPlain(outlet, 404, { error: 'Not Found' })
  else tritonPlain(outlet, 405, { error: 'Method Not Allowed' })
}

/** Triton serves its metrics on a port of their own; here they have a path of their own. */
function metricsRoute(services: Services, statistics: readonly ModelStatistics[]): Route {
  const { joules } = services.gpu.read(services.clock())
  const before = typeof joules === 'number' ? joules : 0
  return {
    method: 'GET',
    path: /^\/triton\/metrics$/,
    inference: false,
    handle: ({ outlet }) => tritonText(outlet, 200, tritonMetricsText(services, statistics, before)),
  }
}

const MODEL = '/models/([^/]+?)(?:/versions/\\d+)?'

type Handle = (exchange: Exchange, name: string) => void

const get = (path: string, handle: Handle): Route => route('GET', path, false, handle)
const post = (path: string, inference: boolean, handle: Handle): Route => route('POST', path, inference, handle)

function route(method: 'GET' | 'POST', path: string, inference: boolean, handle: Handle): Route {
  return {
    method,
    path: new RegExp(`^/v2${path}$`),
    inference,
    handle: (exchange, [name]) => answering(exchange.outlet, () => handle(exchange, name)),
  }
}

function metadata(model: TensorModel): object {
  const describe = ({ name, datatype, dims }: TensorModel['inputs'][number]) => ({
    name,
    datatype,
    shape: wireShape(model, { name, datatype, dims }),
  })
  return {
    name: model.name,
    versions: ['1'],
    platform: 'python',
    inputs: model.inputs.map(describe),
    outputs: model.outputs.map(describe),
  }
}
