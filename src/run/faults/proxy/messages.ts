import type { ExitCode } from '../../../base/failure.ts'
import type { ProxyFault } from '../../../model/fault.ts'

/** One server and where the proxy listens for it. */
export interface Front {
  name: string
  host: string
  port: number
  /** 0: any free port. */
  listen: number
}

export interface CarriedFailure {
  code: string
  message: string
  exit: ExitCode
  hint: string | undefined
}

export type ToProxy = { kind: 'set'; id: number; replica: string; fault: ProxyFault | null } | { kind: 'close' }

export type FromProxy =
  /** The port of every front, in order. */
  | { kind: 'listening'; ports: readonly number[] }
  | { kind: 'failed'; failure: CarriedFailure }
  /** What was set is in force, or why it is not. */
  | { kind: 'set'; id: number; failure: CarriedFailure | null }
