import type { Rule } from './rule.ts'

/** A server that calls requests wrong is not being tested. 429 is load, and has its own outcome. §1 */
export const clientError: Rule = ({ analysis: { books } }) => {
  const n = books.measured.outcomes.http_4xx ?? 0
  if (n === 0) return []
  const example = books.causes.find(({ outcome }) => outcome === 'http_4xx')?.example
  const said = example ? `: ${example}` : ''
  return [
    {
      severity: 'invalid',
      message: `the server called ${n} of ${books.measured.planned} requests wrong (HTTP 4xx)${said}`,
      fix: 'check model name, path, API key and prompt lengths; `tailgate doctor URL` shows what the server speaks',
    },
  ]
}
