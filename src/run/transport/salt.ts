/**
 * Writes a request's number into the places its payload keeps for it, most significant digit first, so that no two
 * requests of a run have the same prompt.
 * @param at where the body starts in `bytes`
 * @param places offsets into the body
 */
export function writeSalt(bytes: Buffer, at: number, places: readonly number[], number: number): void {
  let rest = number
  for (let i = places.length - 1; i >= 0; i--) {
    const tenth = Math.floor(rest / 10)
    bytes[at + places[i]] = 48 + rest - 10 * tenth
    rest = tenth
  }
}
