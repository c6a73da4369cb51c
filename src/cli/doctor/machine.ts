import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { type Examined, examined } from './check.ts'

const CORES = 2
const MEMORY_BYTES = 512 * 2 ** 20

/** Cores: one to send from, one for the log and the view. */
export function cores(): Examined {
  const count = availableParallelism()
  const said = `${count} × ${cpus()[0]?.model.trim() ?? 'of unknown make'}`
  return examined('cores', count, said, count >= CORES, 'use a host with at least two cores: one of them sends')
}

export function memory(): Examined {
  const free = freemem()
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`
  const said = `${gigabytes(free)} free of ${gigabytes(totalmem())}`
  return examined('memory', free, said, free >= MEMORY_BYTES, 'free some: a run needs about 300 MB')
}
