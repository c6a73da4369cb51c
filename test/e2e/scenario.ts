import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A small scenario for a simulated or scripted server. */

type Part = { readonly [key: string]: unknown }

export interface Parts {
  target?: Part
  dataset?: Part
  load?: Part
  request?: Part
  slo?: Part
  rest?: Part
}

const DATASET = { synthetic: { count: 8, input: 16, output: 8 } }

/** A closed loop, because its verdict does not depend on how busy this machine is. */
export const CLOSED = { concurrency: 2, queries: 4, warmup: { requests: 0 }, drain: '2s' }

const TIMEOUTS = { connect: '5s', headers: '5s', firstToken: '5s', gap: '5s', total: '10s' }

/** @returns the file's name inside the folder */
export function writeScenario(folder: string, url: string, parts: Parts = {}): string {
  const scenario = {
    tailgate: 1,
    name: 'e2e',
    targets: { url, protocol: 'openai-chat', model: 'sim', ...parts.target },
    dataset: parts.dataset ?? DATASET,
    load: parts.load ?? CLOSED,
    request: { timeouts: TIMEOUTS, ...parts.request },
    slo: parts.slo ?? { run: ['failed <= 1%'] },
    ...parts.rest,
  }
  writeFileSync(join(folder, 'scenario.yaml'), `${JSON.stringify(scenario, null, 2)}\n`)
  return 'scenario.yaml'
}
