import { llamaCpp } from '../servers/llama-cpp.ts'
import { throughBalancer } from './balancers/balancer.ts'
import { haproxy, haproxyDelaying, haproxyLong } from './balancers/haproxy.ts'
import { nginx } from './balancers/nginx.ts'
import { clientSide } from './client-side.ts'
import { drain } from './drills/drain.ts'
import { hang } from './drills/hang.ts'
import { kill } from './drills/kill.ts'
import { FEW_BOUNDS, RELIABILITY_BOUNDS, type RealFleet } from './real-fleet.ts'

const routes = [clientSide, throughBalancer(haproxy), throughBalancer(nginx)]

const SECONDS = 36

export const llamaCppFleet: RealFleet = {
  server: llamaCpp,
  surface: llamaCpp.surfaces[1],
  load: {
    short: { dataset: { synthetic: { count: 200, input: 8, output: 12 } }, every: 1, bounds: RELIABILITY_BOUNDS },
    long: { dataset: { synthetic: { count: 200, input: 8, output: 130 } }, every: 3, bounds: FEW_BOUNDS },
  },
  tried: [
    {
      drill: kill,
      seconds: SECONDS,
      routes: [...routes, throughBalancer(haproxyLong), throughBalancer(haproxyDelaying)],
    },
    { drill: hang, seconds: SECONDS, routes },
    { drill: drain, seconds: SECONDS, routes },
  ],
  hurt: {},
}
