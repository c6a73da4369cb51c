import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NS_PER_MS, nanos } from '../../src/base/nanos.ts'
import type { ReplicaOptions } from '../../src/sim/settings.ts'

const FOLDER = fileURLToPath(new URL('../fixtures/recordings', import.meta.url))

/** One exchange with a real server. */
export interface Recording {
  name: string
  request: Buffer
  response: Buffer
}

export function recordings(server: string): Recording[] {
  return globSync(`${FOLDER}/${server}/*.http`)
    .sort()
    .map((file) => {
      const name = basename(file, '.http')
      const times = JSON.parse(readFileSync(join(FOLDER, server, `${name}.times.json`), 'utf8'))
      const bytes = readFileSync(file)
      return { name, request: bytes.subarray(0, times.request_length), response: bytes.subarray(times.request_length) }
    })
}

export function recording(server: string, name: string): Recording {
  return recordings(server).find((one) => one.name === name)!
}

/** A replica that is set up as the recorded servers were, but in a hurry. */
export const AS_RECORDED: ReplicaOptions = {
  model: 'tiny',
  maxModelLen: 4096,
  naturalTokens: Number.POSITIVE_INFINITY,
  engine: { stepBase: nanos(0.2 * NS_PER_MS), stepPerSequence: nanos(0), prefillRate: 1e6 },
}
