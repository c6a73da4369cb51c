import { Failure } from '../base/failure.ts'
import type { CarriedError } from './messages.ts'

export function carry(error: unknown): CarriedError {
  if (error instanceof Failure) {
    const { code, message, exit, place, hint } = error
    return { failure: { code, message, exit, place, hint } }
  }
  return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

export function uncarry(carried: CarriedError): Error {
  if ('bug' in carried) return new Error(carried.bug)
  const { code, message, exit, place, hint } = carried.failure
  return new Failure(code, message, { exit, hint, ...(place === undefined ? {} : { place }) })
}
