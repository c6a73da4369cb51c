import { EXIT, Failure } from '../../base/failure.ts'
import { GrowingArray } from '../datasets/scan/growing-array.ts'
import { textOfRow } from '../datasets/scan/json-row.ts'
import { lineSplitter } from '../datasets/scan/line-splitter.ts'
import type { Row } from '../datasets/scan/row.ts'
import { clip } from '../datasets/scan/row-failure.ts'
import { RowFile } from '../datasets/scan/row-file.ts'
import { scan } from '../datasets/scan/scan.ts'

const SCALE = { ms: 1e6, s: 1e9 } as const

/**
 * Reads a file of time stamps: one number a line, or the first column of a CSV, a heading and blank lines skipped. Only
 * the numbers are kept in memory. Sorted; ties stay.
 * @returns ns since the earliest
 * @throws Failure of exit `usage`, at the line, when the file cannot be read, a line is no time, or it holds none
 */
export async function readStamps(path: string, unit: 'ms' | 's', baseDir: string): Promise<Float64Array> {
  const file = new RowFile(path, baseDir, 'time stamps')
  const times = new GrowingArray(Float64Array)
  try {
    await scan(file, lineSplitter(file.path), null, (row) => {
      const time = timeOf(row, file.path)
      if (time === undefined) return false
      times.push(time)
      return true
    })
  } finally {
    file.close()
  }
  const sorted = times.trim().sort()
  return sorted.map((time) => Math.round((time - sorted[0]) * SCALE[unit]))
}

/** undefined: a heading, or a row without a first cell. */
function timeOf(row: Row, file: string): number | undefined {
  const cell = textOfRow(row, file)
    .split(/[,;\t]/, 1)[0]
    .trim()
  const time = Number(cell)
  if (cell === '' || (row.line === 1 && Number.isNaN(time))) return undefined
  if (Number.isFinite(time)) return time
  throw new Failure('arrivals.stamp', `expected a time stamp, got ${JSON.stringify(cell)}`, {
    exit: EXIT.usage,
    place: { file, line: row.line, source: clip(row.bytes) },
    hint: 'write one number a line; its unit is load.trace.unit',
  })
}
