import type { TensorType } from './models.ts'
import { TritonError } from './triton.ts'

export interface Tensor {
  readonly name: string
  readonly datatype: TensorType
  readonly shape: readonly number[]
  readonly data: readonly (number | string)[]
}

export const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** Row-major values from a flat or nested JSON list. */
export function flatten(data: unknown): (number | string)[] {
  return Array.isArray(data) ? data.flat(Number.POSITIVE_INFINITY) : []
}

/** Values from the binary extension: little-endian, each BYTES element after its length. */
export function fromBinary(datatype: TensorType, bytes: Buffer): (number | string)[] {
  const values: (number | string)[] = []
  for (let at = 0; at < bytes.length; ) {
    if (datatype !== 'BYTES') {
      values.push(bytes.readFloatLE(at))
      at += 4
      continue
    }
    const length = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY
    if (at + 4 + length > bytes.length) throw new TritonError(400, 'json', 'incomplete BYTES element in binary data')
    values.push(bytes.toString('utf8', at + 4, at + 4 + length))
    at += 4 + length
  }
  return values
}

export function toBinary({ datatype, data }: Tensor): Buffer {
  if (datatype !== 'BYTES') {
    const bytes = Buffer.alloc(4 * data.length)
    for (const [i, value] of data.entries()) bytes.writeFloatLE(Number(value), 4 * i)
    return bytes
  }
  return Buffer.concat(
    data.flatMap((value) => {
      const text = Buffer.from(String(value))
      const length = Buffer.alloc(4)
      length.writeUInt32LE(text.length)
      return [length, text]
    }),
  )
}

/** A JSON list in which whole floats keep their point, as Triton writes them. */
export function dataJson({ datatype, data }: Tensor): string {
  if (datatype === 'BYTES') return JSON.stringify(data)
  const spell = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value))
  return `[${data.map((value) => spell(Math.fround(Number(value)))).join(',')}]`
}
