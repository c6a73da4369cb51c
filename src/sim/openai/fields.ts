import { ApiError, schemaError } from './api-error.ts'

export type Body = { readonly [field: string]: unknown }

/** @throws ApiError where the body is no JSON object */
export function decodeBody(bytes: Buffer, contentType: string | undefined): Body {
  if (!(contentType ?? '').toLowerCase().startsWith('application/json')) {
    const message = "1 validation error:\n  Unsupported Media Type: Only 'application/json' is allowed"
    throw new ApiError(400, 'Bad Request', message, null)
  }
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const position = / at position (\d+)/.exec(String(error))?.[1] ?? text.length
    throw schemaError(
      'json_invalid',
      `body.${position}`,
      'JSON decode error',
      {},
      ", 'ctx': {'error': 'Expecting value'}",
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body
  throw schemaError('model_attributes_type', 'body', 'Input should be a valid dictionary', value)
}

/** @throws ApiError where the field is there and no whole number */
export function integer(body: Body, field: string, missing: number): number {
  const value = body[field] ?? missing
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Number.isInteger(value)) return value
    const msg = 'Input should be a valid integer, got a number with a fractional part'
    throw schemaError('int_from_float', `body.${field}`, msg, value)
  }
  if (typeof value !== 'string') {
    throw schemaError('int_type', `body.${field}`, 'Input should be a valid integer', value)
  }
  if (/^-?\d+$/.test(value.trim())) return Number(value)
  const msg = 'Input should be a valid integer, unable to parse string as an integer'
  throw schemaError('int_parsing', `body.${field}`, msg, value)
}

/** @throws ApiError where the field is there and no number */
export function float(body: Body, field: string, missing: number): number {
  const value = body[field] ?? missing
  if (typeof value === 'number') return value
  throw schemaError('float_type', `body.${field}`, 'Input should be a valid number', value)
}

/** @throws ApiError where the field is there and neither true nor false */
export function flag(body: Body, field: string): boolean {
  const value = body[field] ?? false
  if (typeof value === 'boolean') return value
  throw schemaError('bool_type', `body.${field}`, 'Input should be a valid boolean', value)
}

/** @throws ApiError */
export function required(body: Body, field: string): unknown {
  if (body[field] !== undefined && body[field] !== null) return body[field]
  throw schemaError('missing', `body.${field}`, 'Field required', body)
}

/** One text or a list of them. @throws ApiError */
export function texts(body: Body, field: string): readonly string[] {
  const value = body[field] ?? []
  const list = Array.isArray(value) ? value : [value]
  if (list.every((item) => typeof item === 'string')) return list
  throw schemaError('string_type', `body.${field}`, 'Input should be a valid string', value)
}
