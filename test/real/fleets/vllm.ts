import { vllm } from '../servers/vllm.ts'
import { throughBalancer } from './balancers/balancer.ts'
import { haproxy } from './balancers/haproxy.ts'
import { nginx } from './balancers/nginx.ts'
import { clientSide } from './client-side.ts'
import { drain } from './drills/drain.ts'
import { hang } from './drills/hang.ts'
import { kill } from './drills/kill.ts'
import { FEW_BOUNDS, RELIABILITY_BOUNDS, type RealFleet } from './real-fleet.ts'

/** Twice 3 GB of memory; each start takes half a minute, and more in mid-run. */
export const vllmFleet: RealFleet = {
  server: vllm,
  surface: vllm.surfaces[1],
  load: {
    short: { dataset: { synthetic: { count: 200, input: 16, output: 24 } }, every: 1, bounds: RELIABILITY_BOUNDS },
    long: { dataset: { synthetic: { count: 200, input: 16, output: 200 } }, every: 3, bounds: FEW_BOUNDS },
  },
  tried: [
    { drill: kill, seconds: 150, routes: [clientSide, throughBalancer(haproxy)] },
    { drill: hang, seconds: 36, routes: [clientSide] },
    { drill: drain, seconds: 36, routes: [clientSide, throughBalancer(nginx)] },
  ],
  hurt: {},
}
