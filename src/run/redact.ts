const MASK = '[secret]'

/** Removes every secret from a text that a server or the system wrote. Short ones are left: they would mask words. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length)
  return (text) => long.reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
}
