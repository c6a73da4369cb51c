const QUOTE = 34
const BACKSLASH = 92
const LETTER_U = 117
/** What may follow a backslash: " \ / b f n r t */
const ESCAPES = new Uint8Array(256)
for (const letter of '"\\/bfnrt') ESCAPES[letter.charCodeAt(0)] = 1
const HEX = new Uint8Array(256)
for (const digit of '0123456789abcdefABCDEF') HEX[digit.charCodeAt(0)] = 1

/**
 * Position of the quote that closes a JSON string whose content begins at `from`; −1 when no such quote lies before
 * `to`, or the content is no valid JSON in valid UTF-8.
 */
export function stringEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte < 0x20) return -1
    if (byte === BACKSLASH) at = escapeEnd(bytes, at)
    else if (byte < 0x80) at++
    else at = characterEnd(bytes, at)
    if (at < 0) return -1
  }
  return -1
}

function escapeEnd(bytes: Buffer, from: number): number {
  const letter = bytes[from + 1]
  if (letter !== LETTER_U) return ESCAPES[letter] === 1 ? from + 2 : -1
  for (let at = from + 2; at < from + 6; at++) if (HEX[bytes[at]] !== 1) return -1
  return from + 6
}

/** End of a character of two to four bytes (Unicode standard, table 3-7), or −1. */
function characterEnd(bytes: Buffer, at: number): number {
  const lead = bytes[at]
  const second = bytes[at + 1]
  if (lead < 0xc2 || lead > 0xf4) return -1
  if (lead < 0xe0) return isTail(second) ? at + 2 : -1
  if (lead < 0xf0) {
    const low = lead === 0xe0 ? 0xa0 : 0x80
    const high = lead === 0xed ? 0x9f : 0xbf
    return second >= low && second <= high && isTail(bytes[at + 2]) ? at + 3 : -1
  }
  const low = lead === 0xf0 ? 0x90 : 0x80
  const high = lead === 0xf4 ? 0x8f : 0xbf
  return second >= low && second <= high && isTail(bytes[at + 2]) && isTail(bytes[at + 3]) ? at + 4 : -1
}

const isTail = (byte: number): boolean => (byte & 0xc0) === 0x80
