import type { Exchange } from '../http/exchange.ts'
import type { Outlet } from '../http/outlet.ts'
import type { ReplicaState } from './state.ts'

/** Trouble a replica makes for its clients. It meets each inference request once, and may do either or both. */
export interface Fault {
  /** Before the API sees the request. @returns true when the fault has dealt with it and nobody else shall */
  intercept?(exchange: Exchange, state: ReplicaState): boolean
  /** Stands between the API and the wire for one answer. */
  wrap?(outlet: Outlet): Outlet
}

/** Which fault, and how bad. `share` of the requests are hit, all without it; `afterChunks` counts events. */
export type FaultSettings = { readonly share?: number } & (
  | { readonly kind: 'http-error'; readonly status?: number }
  | { readonly kind: 'reject'; readonly status: 429 | 503; readonly queueLimit: number; readonly retryAfter?: number }
  | { readonly kind: 'unauthorized'; readonly apiKey: string }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'silence'; readonly afterHead?: boolean }
  | { readonly kind: 'cut'; readonly how: 'fin' | 'rst'; readonly afterChunks?: number }
  | { readonly kind: 'error-event'; readonly afterChunks?: number }
  | { readonly kind: 'slow-first-token'; readonly delayMs: number }
  | { readonly kind: 'drip'; readonly bytesPerSecond?: number }
  | { readonly kind: 'long-line'; readonly bytes?: number }
  | { readonly kind: 'invalid-utf8' }
  | { readonly kind: 'wrong-usage'; readonly factor?: number }
  | { readonly kind: 'missing-done' }
)

export type FaultKind = FaultSettings['kind']
export type SettingsOf<Kind extends FaultKind> = Extract<FaultSettings, { kind: Kind }>
export type MakeFault<Kind extends FaultKind> = (settings: SettingsOf<Kind>) => Fault
