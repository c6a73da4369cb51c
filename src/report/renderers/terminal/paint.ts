import type { Tone } from '../../../model/report.ts'

export type Look = Tone | 'bold'
/** Dresses text in looks, or leaves it plain. */
export type Paint = (text: string, ...looks: readonly Look[]) => string

/** SGR codes of ECMA-48. */
const CODES: { readonly [look in Look]: number } = { good: 32, bad: 31, warn: 33, muted: 2, bold: 1 }

/** A painter that paints only when told to. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text
  return (text, ...looks) => (text === '' ? '' : `\x1b[${looks.map((look) => CODES[look]).join(';')}m${text}\x1b[0m`)
}
