const KEY = String.raw`(?:api[-_]?key|authorization|cookie|[\w-]*(?:password|secret)[\w-]*|[\w-]+-(?:token|key))`
const ASSIGNED = new RegExp(
  String.raw`(${KEY}["']?\s*[:=]\s*)(?!\s*[|>]|\s*\{\s*["']?(?:env|file)\b|["']?(?:\w+ )?\$\{env:)(?:\{[^}]*\}?|"[^"]*"?|'[^']*'?|[^,}\s][^,}]*)`,
  'gi',
)
const USERINFO = /(\/\/)[^/@\s"']+@/g

/** Names of headers whose values are secrets, whatever their server calls them. */
export const SECRET_HEADER = new RegExp(`^${KEY}$`, 'i')

/** Covers what looks like a literal secret in a line that is about to be shown. */
export function maskSecrets(line: string): string {
  return line.replace(ASSIGNED, '$1•••').replace(USERINFO, '$1•••@')
}
