import type { Nanos } from '../base/nanos.ts'

/** An outside meter and how often it is read. Its values become readings of the log, on the run's clock. */
export type Probe = ProbeCommon & ProbeSource

interface ProbeCommon {
  /** Unique in the scenario; `source` of its readings. */
  name: string
  every: Nanos
  timeout: Nanos
}

export type ProbeSource =
  /** Prometheus text of an inference server, a DCGM exporter or anything else; url null: `/metrics` of every target. */
  | { kind: 'metrics'; url: string | null; headers: { readonly [name: string]: string } }
  /** PromQL, live (`query`) and once more over the whole run (`query_range`) after it. */
  | {
      kind: 'prometheus'
      url: string
      headers: { readonly [name: string]: string }
      /** Canonical or own name of the reading → PromQL. */
      queries: { readonly [name: string]: string }
    }
  | { kind: 'nvidia-smi'; argv: readonly string[] }
  /** RAPL through powercap. */
  | { kind: 'rapl'; root: string }
  | { kind: 'redfish'; url: string; headers: { readonly [name: string]: string }; insecure: boolean }
  | { kind: 'ipmi'; argv: readonly string[] }
  /** Prints lines `name value` or `name{label="…"} value`; argument list, no shell. */
  | { kind: 'command'; argv: readonly string[] }
  /** Brought along: a column of instants and columns of values. */
  | {
      kind: 'csv'
      path: string
      time: string
      clock: 'unix-s' | 'unix-ms' | 'run-s'
      columns: { readonly [name: string]: string }
    }
