/**
 * Text from a foreign hand with everything invisible made visible: control characters (terminal escapes among them),
 * bidirectional overrides, zero-width characters and lone surrogates become `\x1b`, `\u202e`. Line breaks and tabs too,
 * unless `lines` are wanted.
 */
export function printable(text: string, lines = false): string {
  return text
    .toWellFormed()
    .replace(HIDDEN, (character) => (lines && character === '\n' ? character : spell(character)))
}

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

function spell(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = character.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
