import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT, Failure } from '../../base/failure.ts'

const SCALE = { ms: 1e6, s: 1e9 } as const

/**
 * Reads a file of time stamps: one number a line, or the first column of a CSV, a heading and blank lines skipped.
 * Sorted; ties stay.
 * @returns ns since the earliest
 * @throws Failure of exit `usage`, at the line, when the file cannot be read or a line is no time
 */
export async function readStamps(path: string, unit: 'ms' | 's', baseDir: string): Promise<Float64Array> {
  const file = resolve(baseDir, path)
  const times: number[] = []
  for (const [i, line] of (await readText(file)).split('\n').entries()) {
    const cell = line.split(/[,;\t]/)[0].trim()
    const heading = i === 0 && Number.isNaN(Number(cell))
    if (cell === '' || heading) continue
    if (!Number.isFinite(Number(cell))) throw notTime(cell, { file, line: i + 1, source: line })
    times.push(Number(cell))
  }
  const sorted = Float64Array.from(times).sort()
  return sorted.map((time) => Math.round((time - sorted[0]) * SCALE[unit]))
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause)
    throw new Failure('arrivals.stamps', `cannot read the time stamps in ${file}: ${why}`, {
      exit: EXIT.usage,
      hint: 'load.arrivals.path starts at the scenario file',
      cause,
    })
  }
}

function notTime(cell: string, place: Failure['place']): Failure {
  return new Failure('arrivals.stamp', `expected a time stamp, got ${JSON.stringify(cell)}`, {
    exit: EXIT.usage,
    place,
    hint: 'write one number a line; its unit is load.arrivals.unit',
  })
}
