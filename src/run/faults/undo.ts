import type { Process } from './processes/process-table.ts'

/**
 * How a fault is taken back, as plain data: the watchdog, another process, must be able to do it too.
 */
export type Undo =
  /** SIGCONT to these and, with `tree`, to what descends from them. */
  | { kind: 'continue'; processes: readonly Pick<Process, 'pid' | 'start'>[]; tree: boolean }
  /** A program that ends by itself, with status 0. */
  | { kind: 'run'; argv: readonly string[] }
  | StartAgain
  /** toxic null: the proxy is enabled. */
  | { kind: 'toxiproxy'; api: string; proxy: string; toxic: string | null }
  /** Of the embedded proxy, which ends with its process: nothing for a watchdog. */
  | { kind: 'proxy'; replica: string }

/** Starts a server that ended, as nobody's child, once its port is free. */
export interface StartAgain {
  kind: 'start'
  argv: readonly string[]
  host: string
  port: number
  /** File that takes what it prints. */
  output: string
}
