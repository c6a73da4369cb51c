import { DATATYPES, type Datatype } from '../../../model/scenario.ts'
import { countOf, isObject, isText, type JsonObject } from '../answer/json-object.ts'
import { DATATYPE_BYTES } from './datatype.ts'

/**
 * What is wrong with an inference response: outputs that contradict their own description, or raw tensors that do not
 * fill the tail exactly. Null when all is well.
 *
 * @param tail the bytes after the JSON head; empty when all of the body was JSON
 */
export function contradictionIn(response: JsonObject, tail: Buffer): string | null {
  if (!Array.isArray(response.outputs)) return 'JSON without outputs'
  let at = 0
  for (const output of response.outputs) {
    if (!isObject(output) || !isText(output.name)) return 'an output that is no object with a name'
    const raw = isObject(output.parameters) ? output.parameters.binary_data_size : undefined
    const size = raw === undefined ? 0 : countOf(raw)
    if (size < 0 || at + size > tail.length) return `output ${output.name} is cut short`
    const problem = raw === undefined ? dataProblem(output) : rawProblem(output, tail.subarray(at, at + size))
    if (problem !== null) return `output ${output.name} ${problem}`
    at += size
  }
  return at === tail.length ? null : `${tail.length - at} bytes more than the outputs declare`
}

function dataProblem(output: JsonObject): string | null {
  const elements = elementsOf(output)
  if (elements === null) return 'has no shape'
  if (datatypeOf(output) === null) return 'has an unknown datatype'
  if (!Array.isArray(output.data)) return 'has no data'
  const given = leaves(output.data)
  return given === elements ? null : `has ${given} values for a shape of ${elements}`
}

function rawProblem(output: JsonObject, bytes: Buffer): string | null {
  const elements = elementsOf(output)
  const datatype = datatypeOf(output)
  if (elements === null) return 'has no shape'
  if (datatype === null) return 'has an unknown datatype'
  if ('data' in output) return 'has both data and raw bytes'
  const width = DATATYPE_BYTES[datatype]
  if (width === null)
    return stringsIn(bytes) === elements ? null : `has strings that do not fill its ${bytes.length} bytes`
  return elements * width === bytes.length ? null : `has ${bytes.length} bytes for ${elements} ${datatype}`
}

function elementsOf({ shape }: JsonObject): number | null {
  if (!Array.isArray(shape) || shape.some((dimension) => countOf(dimension) < 0)) return null
  return shape.reduce<number>((product, dimension) => product * dimension, 1)
}

function datatypeOf({ datatype }: JsonObject): Datatype | null {
  return DATATYPES.find((known) => known === datatype) ?? null
}

/** Values in data that may be nested row by row. */
function leaves(data: readonly unknown[]): number {
  let count = 0
  for (const entry of data) count += Array.isArray(entry) ? leaves(entry) : 1
  return count
}

/** Strings, each after its length, that fill the bytes exactly; −1 when they do not. */
function stringsIn(bytes: Buffer): number {
  let count = 0
  let at = 0
  for (; at + 4 <= bytes.length; count++) at += 4 + bytes.readUInt32LE(at)
  return at === bytes.length ? count : -1
}
