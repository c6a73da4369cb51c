import type { Path } from '../document.ts'
import { ENV_REFERENCE } from '../environment.ts'
import { SECRET_HEADER } from '../secret-mask.ts'
import type { Inspection } from './inspection.ts'

/** Refuses what is no http or https URL, or holds a password. */
export function checkUrl(text: string, path: Path, inspection: Inspection): URL | undefined {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(text) ? `did you mean http://${text}?` : undefined
    inspection.refuse(path, 'expected an http or https URL', hint)
    return undefined
  }
  if (url.username || url.password) {
    inspection.refuse(path, 'a password in a URL would end up in the log', `use apiKey, or headers with \${env:NAME}`)
  }
  return url
}

/** Refuses headers that are none, and secrets written out. @param path of the mapping of headers */
export function checkHeaders(
  headers: { readonly [name: string]: string } = {},
  path: Path,
  inspection: Inspection,
): void {
  for (const [name, value] of Object.entries(headers)) {
    const at = [...path, name]
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) inspection.refuse(at, 'this is no name of an HTTP header')
    const literal = value.replace(ENV_REFERENCE, '')
    if (literal.includes('${env:')) inspection.refuse(at, `expected \${env:NAME}`)
    if (SECRET_HEADER.test(name) && literal === value) {
      inspection.refuse(at, 'the value of this header is a secret and would end up in the log', `write \${env:NAME}`)
    }
  }
}
