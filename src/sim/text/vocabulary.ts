/** What the simulated model says: one entry, one token. Many begin with a space, as a tokenizer's pieces do. */
const WORDS =
  'the of and to in is that it was for on are as with his they at be this from have or by one had not but what all were ' +
  'when we there can an your which their said if do will each about how up out them then she many some so these would ' +
  'other into has more her two like him see time could no make than first been its who now people my made over did down ' +
  'only way find use may water long little very after words called just where most know get through back much go good ' +
  'new write our used me man too any day same right look think also around another came come work three word must ' +
  'because does part even place well such here take why things help put years different away again off went old number'

const FRAGMENTS = [
  'ing',
  'ed',
  's',
  'ly',
  'er',
  'tion',
  ',',
  '.',
  '\n',
  ' naïve',
  ' café',
  ' –',
  '"',
  ' 42',
  ' =',
  '()',
]

export const VOCABULARY: readonly string[] = [...WORDS.split(' ').map((word) => ` ${word}`), ...FRAGMENTS]

/** Each entry as a JSON string without its quotes, so that nothing is escaped per token. */
export const VOCABULARY_JSON: readonly string[] = VOCABULARY.map((piece) => JSON.stringify(piece).slice(1, -1))
