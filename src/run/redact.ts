const MASK = '[secret]'

/** Schemes that stand before a credential: servers repeat it without them. */
const SCHEME = /^(?:bearer|basic|token|api-?key|key)\s+/i

/** All that a text must not repeat of how a target is reached: the values of headers, with and without a scheme. */
export function secretsOf(access: {
  readonly headers: { readonly [name: string]: string }
  readonly authorization: string | null
}): string[] {
  const headers = Object.entries(access.headers).filter(([name]) => name.toLowerCase() !== 'host')
  const values = [
    ...headers.map(([, value]) => value),
    ...(access.authorization === null ? [] : [access.authorization]),
  ]
  return values.flatMap((value) => [value, value.replace(SCHEME, ''), passwordIn(value)])
}

/** Of `Basic` credentials, which are `user:password` in base64; empty for any other value. */
function passwordIn(value: string): string {
  const encoded = /^basic\s+(\S+)$/i.exec(value)?.[1]
  if (encoded === undefined) return ''
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** Removes every secret from a text that a server or the system wrote. Short ones are left: they would mask words. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length)
  return (text) => long.reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
}
