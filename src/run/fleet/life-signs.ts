import type { Outcome } from '../../model/outcome.ts'

/**
 * What the end of a request says of the replica that had it: `dead` counts towards its ejection, `alive` ends the count,
 * `none` leaves it as it is.
 */
export type LifeSign = 'alive' | 'dead' | 'none'

export const LIFE_SIGNS: { readonly [outcome in Outcome]: LifeSign } = {
  ok: 'alive',
  // Nothing was asked of the replica.
  not_sent: 'none',
  connect: 'dead',
  tls: 'dead',
  // Admission control works: to take a replica out because it is full would overload the others.
  rejected: 'alive',
  // Whoever answers so is no inference server any more: a proxy's page, or another service at this address.
  http_3xx: 'dead',
  // The request is wrong, whoever answers it.
  http_4xx: 'alive',
  http_5xx: 'dead',
  timeout_first: 'dead',
  timeout_total: 'dead',
  hung: 'dead',
  stream_error: 'dead',
  reset: 'dead',
  truncated: 'dead',
  aborted: 'dead',
  malformed: 'dead',
  // The replica answered in form; what it said is for the verdict to judge.
  empty: 'alive',
  short: 'alive',
  wrong: 'alive',
  // Our own doing, for instance the slower of two attempts.
  client_abort: 'none',
}
