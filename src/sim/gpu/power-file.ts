import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs'
import type { PowerStep } from './power-step.ts'

/** Three doubles in the machine's own byte order: begin, end, watts. */
const RECORD_BYTES = 24

/** Keeps every step as it begins; what the kernel has been handed survives the process. */
export class PowerFile {
  readonly #file: number
  readonly #record = new Float64Array(3)

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  append({ begin, end, watts }: PowerStep): void {
    this.#record[0] = begin
    this.#record[1] = end
    this.#record[2] = watts
    writeSync(this.#file, this.#record)
  }
}

/** The whole records of a file from one on; none where there is no file yet. */
export function readPowerSteps(path: string, first = 0): PowerStep[] {
  if (!existsSync(path)) return []
  const file = openSync(path, 'r')
  try {
    return [...chunksOf(file, first * RECORD_BYTES)].flatMap(decode)
  } finally {
    closeSync(file)
  }
}

const CHUNK_RECORDS = 4096

function* chunksOf(file: number, from: number): Iterable<Float64Array> {
  for (let at = from; ; ) {
    const chunk = new Float64Array(3 * CHUNK_RECORDS)
    const whole = Math.floor(readSync(file, chunk, 0, chunk.byteLength, at) / RECORD_BYTES)
    if (whole === 0) return
    yield chunk.subarray(0, 3 * whole)
    at += whole * RECORD_BYTES
  }
}

function decode(numbers: Float64Array): PowerStep[] {
  return Array.from({ length: numbers.length / 3 }, (_, i) => {
    const [begin, end, watts] = numbers.subarray(3 * i, 3 * i + 3)
    return { begin, end, watts }
  })
}
