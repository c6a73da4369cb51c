import { MLPERF_SCENARIOS, type MlperfScenario } from '../../src/model/scenario.ts'
import type { RealServer, Surface } from './real-server.ts'

/** LoadGen's settings, with ends that come after seconds instead of minutes. */
const SHORT: { readonly [scenario in MlperfScenario]: (surface: Surface) => object } = {
  'single-stream': ({ expected }) => ({ min_duration: '3s', min_query_count: 16, expected_latency_ns: expected }),
  'multi-stream': ({ expected }) => ({ min_duration: '3s', min_query_count: 4, expected_latency_ns: expected }),
  server: ({ rate }) => ({ min_duration: '4s', min_query_count: 24, target_qps: rate }),
  offline: ({ rate }) => ({ min_duration: '2s', min_query_count: 32, target_qps: rate }),
}

/** Server, generator and whatever else runs here share few cores. */
const PATIENCE = { headers: '240s', firstToken: '240s', gap: '120s', total: '300s' }

/** The four MLPerf scenario files of one surface of a server, with the seeds of the latest round. */
export function fourScenarios(
  server: RealServer,
  surface: Surface,
  url: string,
): { name: MlperfScenario; file: object }[] {
  return MLPERF_SCENARIOS.map((scenario) => ({
    name: scenario,
    file: {
      tailgate: 1,
      name: `${server.name} ${surface.name} ${scenario}`,
      targets: { name: server.name, url, protocol: surface.protocol, model: surface.model },
      dataset: surface.dataset,
      load: {
        scenario,
        drain: '240s',
        warmup: { requests: 2 },
        mlperf: { round: 'v6.1', ...SHORT[scenario](surface) },
      },
      request: { ...surface.request, timeouts: PATIENCE },
    },
  }))
}
