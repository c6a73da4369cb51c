/** Text broken at spaces into lines of at most `width`; lines after the first are indented. A long word is cut. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line: string | undefined
  for (const word of text.split(' ').flatMap((long) => pieces(long, width - indent.length))) {
    if (line === undefined) line = word
    else if (line.length + 1 + word.length <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return line === undefined ? lines : [...lines, line]
}

function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word]
  return [word.slice(0, width), ...pieces(word.slice(width), width)]
}
