import type { TensorData } from '../../datasets/dataset.ts'
import { DATATYPE_BYTES } from './datatype.ts'
import { bfloat16Bits, float16Bits } from './half.ts'
import type { InputTensor } from './json.ts'

type Value = TensorData[number]
type FixedDatatype = Exclude<InputTensor['datatype'], 'BYTES'>

/** The raw form of the binary tensor extension: little-endian, row-major; each BYTES element after its length in uint32. */
export function tensorBytes({ datatype, data }: InputTensor): Buffer {
  if (datatype === 'BYTES') return Buffer.concat(data.flatMap((text) => lengthPrefixed(String(text))))
  const width = DATATYPE_BYTES[datatype]!
  const bytes = Buffer.alloc(width * data.length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const write = WRITERS[datatype]
  for (const [i, value] of data.entries()) write(view, i * width, value)
  return bytes
}

function lengthPrefixed(text: string): [Buffer, Buffer] {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return [length, bytes]
}

type Write = (view: DataView, at: number, value: Value) => void

const WRITERS: { readonly [datatype in FixedDatatype]: Write } = {
  BOOL: (view, at, value) => view.setUint8(at, value === true ? 1 : 0),
  UINT8: (view, at, value) => view.setUint8(at, Number(value)),
  UINT16: (view, at, value) => view.setUint16(at, Number(value), true),
  UINT32: (view, at, value) => view.setUint32(at, Number(value), true),
  UINT64: (view, at, value) => view.setBigUint64(at, BigInt(value), true),
  INT8: (view, at, value) => view.setInt8(at, Number(value)),
  INT16: (view, at, value) => view.setInt16(at, Number(value), true),
  INT32: (view, at, value) => view.setInt32(at, Number(value), true),
  INT64: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
  FP16: (view, at, value) => view.setUint16(at, float16Bits(Number(value)), true),
  BF16: (view, at, value) => view.setUint16(at, bfloat16Bits(Number(value)), true),
  FP32: (view, at, value) => view.setFloat32(at, Number(value), true),
  FP64: (view, at, value) => view.setFloat64(at, Number(value), true),
}
