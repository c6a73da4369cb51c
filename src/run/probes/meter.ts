import type { Nanos } from '../../base/nanos.ts'
import type { Probe } from '../../model/probe.ts'
import type { ProtocolName } from '../../model/scenario.ts'
import type { TargetAccess } from '../replica.ts'
import type { Labels } from './sample-line.ts'

/** One value of a meter, in the unit of its series, always finite. */
export interface MeterValue {
  name: string
  labels: Labels
  value: number
  /** On the run's clock, where the meter stamps its own values; without it, the middle of the read. */
  at?: Nanos
}

export interface MeterSample {
  values: readonly MeterValue[]
  /** Transferred for this read. */
  bytes: number
  /** What a reader of the log should know, each said once by the meter. */
  notes?: readonly string[]
}

/** An open outside meter. Reads never overlap. Every error it throws is a Failure. */
export interface Meter {
  /** What is read, for messages: a URL without its query, a program, a file. */
  readonly what: string
  /** The values of now; null for a meter that is only asked after the run. The first read comes before the run's zero. */
  readonly read: ((signal: AbortSignal) => Promise<MeterSample>) | null
  /** What the meter kept of that part of the run and has not given yet; null for one that keeps nothing. */
  readonly recall: ((window: { from: Nanos; to: Nanos }, signal: AbortSignal) => Promise<MeterSample>) | null
  /** Ends connections and processes. Once is enough, twice is harmless. */
  close(): Promise<void>
}

/** A target as probes see it. */
export interface ProbeTarget {
  name: string
  url: string
  protocol: ProtocolName
  access: TargetAccess
}

/** What a meter may know of the run. */
export interface MeterWorld {
  /** On the run's clock, ns since its zero; null before that. */
  now: () => Nanos | null
  /** Wall-clock time of the run's zero, ms since 1970; null before that. */
  wallZero: () => number | null
  /** Whose meter it is; null: nobody's in particular. */
  target: ProbeTarget | null
}

export type ProbeOf<K extends Probe['kind']> = Probe & { kind: K }
