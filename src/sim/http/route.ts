import type { Exchange } from './exchange.ts'

export interface Route {
  readonly method: 'GET' | 'POST'
  /** Matched against the whole path; its groups are handed to `handle`. */
  readonly path: RegExp
  /** Faults apply and the truth is kept. */
  readonly inference: boolean
  /** Not the server's own: answered while its model still loads. */
  readonly beside?: boolean
  handle(exchange: Exchange, groups: readonly string[]): void
}

export type Resolved = { found: true; route: Route; groups: readonly string[] } | { found: false; allowed: string[] }

/** The route of a request, or the methods its path would have taken. */
export function resolve(routes: readonly Route[], method: string, path: string): Resolved {
  const allowed: string[] = []
  for (const route of routes) {
    const match = route.path.exec(path)
    if (!match) continue
    if (route.method === method) return { found: true, route, groups: match.slice(1).map(decoded) }
    allowed.push(route.method)
  }
  return { found: false, allowed }
}

/** A segment that is no valid encoding stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
