import type { Datatype } from '../../../model/scenario.ts'

/** Bytes of one element in the raw form of the Open Inference Protocol's datatypes; null where it varies. */
export const DATATYPE_BYTES: { readonly [datatype in Datatype]: number | null } = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
  BYTES: null,
}
