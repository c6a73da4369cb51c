import { z } from 'zod'
import { spellValue } from './quantity.ts'

/** A program and its arguments as a list. One text is no command line: there is no shell to take it apart. */
export const argv = () =>
  z
    .array(z.string(), { error: ({ input }) => notAList(input) })
    .min(1)
    .refine((list) => list[0] !== '', { error: 'the first text is the program to run, and it is empty' })

/** Why something is no argument list, and in a second line how it is written as one. */
export function notAList(input: unknown): string {
  const expected = `expected a program and its arguments as a list, got ${spellValue(input)}`
  if (typeof input !== 'string' || input.trim() === '') return expected
  return `${expected}: there is no shell to split a text\nwrite ${JSON.stringify(input.trim().split(/\s+/)).replaceAll(',', ', ')}`
}
