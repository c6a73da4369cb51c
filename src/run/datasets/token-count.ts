const DIGITS = /^[0-9]+$/
const LARGEST = 2 ** 31 - 1

/** A count of tokens, as a JSON number or decimal digits: 0 … 2^31−1, undefined when it is anything else. */
export function tokenCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= LARGEST ? number : undefined
}
