import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { HostFacts } from '../model/run-log.ts'

/** The machine the load came from, as far as it bears on the numbers. */
export function hostFacts(): HostFacts {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
  }
}
