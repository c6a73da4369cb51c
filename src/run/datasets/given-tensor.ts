import { EXIT, Failure } from '../../base/failure.ts'
import type { Datatype, TensorInput } from '../../model/scenario.ts'
import type { TensorData } from './dataset.ts'

type Given = number | string | boolean

const INTEGER_BITS: { readonly [T in Datatype]?: { bits: number; signed: boolean } } = {
  UINT8: { bits: 8, signed: false },
  UINT16: { bits: 16, signed: false },
  UINT32: { bits: 32, signed: false },
  UINT64: { bits: 64, signed: false },
  INT8: { bits: 8, signed: true },
  INT16: { bits: 16, signed: true },
  INT32: { bits: 32, signed: true },
  INT64: { bits: 64, signed: true },
}

/**
 * The values a scenario gives for a tensor, as its datatype wants them. 64-bit integers may be given as decimal digits.
 *
 * @throws Failure when their number is not that of the shape, or one does not fit the datatype
 */
export function givenTensor(input: TensorInput, values: readonly Given[]): TensorData {
  const needed = elementsOf(input)
  if (values.length !== needed) {
    throw wrong(input, `expected ${needed} values for shape [${input.shape.join(', ')}], got ${values.length}`)
  }
  return values.map((value) => {
    const fit = fitted(value, input.datatype)
    if (fit !== undefined) return fit
    throw wrong(input, `expected values of datatype ${input.datatype}, got ${JSON.stringify(value)}`)
  })
}

/** @throws Failure when a dimension is not a whole number from 1 on. */
export function elementsOf(input: TensorInput): number {
  const bad = input.shape.find((dimension) => !Number.isInteger(dimension) || dimension < 1)
  if (bad !== undefined) throw wrong(input, `expected dimensions from 1 on, got ${bad}`)
  return input.shape.reduce((product, dimension) => product * dimension, 1)
}

function fitted(value: Given, datatype: Datatype): Given | bigint | undefined {
  if (datatype === 'BYTES') return typeof value === 'string' ? value : undefined
  if (datatype === 'BOOL') return typeof value === 'boolean' ? value : undefined
  const integer = INTEGER_BITS[datatype]
  if (integer === undefined) return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  const whole = wholeOf(value)
  if (whole === undefined || !within(whole, integer)) return undefined
  return integer.bits === 64 ? whole : Number(whole)
}

function wholeOf(value: Given): bigint | undefined {
  const whole = typeof value === 'number' ? Number.isInteger(value) : /^-?[0-9]+$/.test(String(value))
  return whole ? BigInt(value) : undefined
}

function within(value: bigint, { bits, signed }: { bits: number; signed: boolean }): boolean {
  return value === (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value))
}

function wrong(input: TensorInput, message: string): Failure {
  return new Failure('dataset.tensor', `input "${input.name}": ${message}`, { exit: EXIT.usage })
}
