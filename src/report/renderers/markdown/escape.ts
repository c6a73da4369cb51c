import { printable } from '../../printable.ts'

/** Text on one line, with everything Markdown or HTML would read as markup made plain. */
export function inline(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
}

/** Foreign text as a code span, which nothing inside can end, fit for a table cell. */
export function code(text: string): string {
  if (text === '') return ''
  const ticks = '`'.repeat(longestRun(text) + 1)
  const body = printable(text).replaceAll('|', '\\|')
  return /^`|`$|^ .* $/.test(body) ? `${ticks} ${body} ${ticks}` : `${ticks}${body}${ticks}`
}

/** A fenced block, with a fence longer than any in the text. */
export function fence(text: string, language: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${ticks}${language}\n${printable(text, true)}\n${ticks}`
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
}
