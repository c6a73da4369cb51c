import type { Clock } from '../../base/clock.ts'
import type { Nanos } from '../../base/nanos.ts'

/** Everything a transport needs to know of its target. Secrets and certificates are contents, already read. */
export interface TransportOptions {
  /** http or https; may carry a base path, under which every payload's path lies. */
  url: string
  /** Extra headers, sent with every request; they replace the payload's own of the same name. */
  headers: { readonly [name: string]: string }
  /** Value of the `Authorization` header, e.g. `Bearer …`. */
  authorization: string | null
  tls: TlsOptions | null
  clock: Clock
  /** From the start of a connection, name lookup included, until it is usable, TLS handshake included. 0: no limit. */
  connectTimeout: Nanos
  /** `X-Request-Id` is `<runId>-<number>`. */
  runId: string
}

export interface TlsOptions {
  /** PEM contents; null: the certificate authorities that Node trusts. */
  ca: string | null
  cert: string | null
  key: string | null
  /** Accept any certificate. */
  insecure: boolean
  /** Name sent as SNI and looked for in the certificate; the URL's host when absent. */
  servername?: string
}
