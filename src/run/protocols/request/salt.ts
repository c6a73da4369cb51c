/** Decimal digits that a salt has: the number of a request, filled up with zeros. */
export const SALT_DIGITS = 9

/** What stands before a text whose every request is to be unique: digits to be overwritten, and a space. */
export const SALT_TEXT = `${'0'.repeat(SALT_DIGITS)} `

/** Ids whose last three decimals are to be overwritten: ordinary tokens in every usual vocabulary. */
const SALT_ID = 1000
const DIGITS_PER_ID = 3

/** Replaces up to three ids from a place on by those that carry the salt; the prompt keeps its length. */
export function saltIds(ids: Uint32Array, from: number): void {
  ids.fill(SALT_ID, from, from + SALT_DIGITS / DIGITS_PER_ID)
}

/** Offsets of the digits of a salted text that begins at `at`, the byte after its opening quote. */
export function textSalt(at: number): number[] {
  return Array.from({ length: SALT_DIGITS }, (_, digit) => at + digit)
}

/** Offsets of the digits of salted ids written `1000,1000,1000,…` from `at`, the byte after the bracket. */
export function idSalt(at: number, ids: number): number[] {
  const salted = Math.min(ids, SALT_DIGITS / DIGITS_PER_ID)
  const width = `${SALT_ID},`.length
  return Array.from(
    { length: salted * DIGITS_PER_ID },
    (_, digit) => at + Math.floor(digit / DIGITS_PER_ID) * width + 1 + (digit % DIGITS_PER_ID),
  )
}
