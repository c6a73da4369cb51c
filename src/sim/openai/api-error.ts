/** An answer with an error in vLLM's body: `{"error":{message,type,param,code}}`. Thrown by what reads a request. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly type: string
  readonly param: string | null

  constructor(status: number, type: string, message: string, param: string | null) {
    super(message)
    this.status = status
    this.type = type
    this.param = param
  }

  get body(): object {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.status } }
  }
}

/** A value out of range, found after the body was understood. */
export function badValue(field: string, value: string | number, message: string): ApiError {
  return new ApiError(400, 'BadRequestError', `${message} (parameter=${field}, value=${value})`, field)
}

export function modelNotFound(asked: string, served: string): ApiError {
  const message = `The model \`${asked}\` does not exist. Valid aliases: ${served}.`
  return new ApiError(404, 'NotFoundError', message, 'model')
}

/** A body that does not fit the schema; `details` are further pairs of the list entry, already spelled. */
export function schemaError(type: string, loc: string, msg: string, input: unknown, details = ''): ApiError {
  const entry = `{'type': '${type}', 'loc': '${loc}', 'msg': '${msg}', 'input': ${spell(input)}${details}}`
  return new ApiError(400, 'Bad Request', `1 validation error:\n  ${entry}`, loc)
}

function spell(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `'<list of ${value.length} items>'`
  if (typeof value === 'object') return `'<dict of ${Object.keys(value).length} items>'`
  return String(value)
}
