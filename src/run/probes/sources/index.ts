import { dcgm } from './dcgm.ts'
import { dynamo } from './dynamo.ts'
import { kepler } from './kepler.ts'
import { llamaCpp } from './llama-cpp.ts'
import { process } from './process.ts'
import { sglang } from './sglang.ts'
import type { Source } from './source.ts'
import { tgi } from './tgi.ts'
import { triton } from './triton.ts'
import { trtllm } from './trtllm.ts'
import { vllm } from './vllm.ts'

/** Whose names may be in a scrape. Where several give the same, the first counts: an engine comes before its gateway. */
export const sources: { readonly [server: string]: Source } = {
  vllm,
  sglang,
  tgi,
  'llama.cpp': llamaCpp,
  trtllm,
  triton,
  dynamo,
  dcgm,
  kepler,
  process,
}
