import type { Rule } from './rule.ts'

const LOOPBACK = /^(localhost|127\.|\[?::1\]?$)/

/** On one host, load and server take each other's cores. */
export const oneGeneratorHost: Rule = ({ scenario: { targets } }) => {
  const near = targets.filter(({ url }) => LOOPBACK.test(hostOf(url)))
  if (near.length === 0) return []
  return [
    {
      severity: 'warning',
      message: `load and server compete on this host (${near.map(({ name }) => name).join(', ')})`,
      fix: 'run the generator on a host of its own, or pin both to cores of their own',
    },
  ]
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')
