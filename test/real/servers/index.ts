import type { RealServer } from '../real-server.ts'
import { llamaCpp } from './llama-cpp.ts'
import { mlserver } from './mlserver.ts'
import { triton } from './triton.ts'
import { vllm } from './vllm.ts'

/** Every real server Tailgate is tried against, quickest to install first. */
export const REAL_SERVERS: readonly RealServer[] = [mlserver, triton, llamaCpp, vllm]
