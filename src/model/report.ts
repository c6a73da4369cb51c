import type { Analysis } from './analysis.ts'
import type { Verdict } from './verdict.ts'

/**
 * A report as a document: renderers turn blocks into text and choose nothing. A new section needs no new renderer code,
 * a new renderer needs no knowledge of sections. `analysis` and `verdict` are the same content as data.
 */
export interface Report {
  title: string
  analysis: Analysis
  verdict: Verdict
  /** The one sentence under the title. */
  summary: string
  sections: readonly Section[]
}

export interface Section {
  id: string
  title: string
  /** One-screen renderers show only these. */
  essential: boolean
  blocks: readonly Block[]
}

export type Block =
  | { kind: 'text'; text: string; tone?: Tone }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'facts'; facts: readonly { label: string; value: string; note?: string; tone?: Tone }[] }
  | { kind: 'table'; caption: string; columns: readonly TableColumn[]; rows: readonly (readonly Cell[])[] }
  | { kind: 'chart'; chart: Chart }

export type Tone = 'good' | 'bad' | 'warn' | 'muted'
export interface TableColumn {
  label: string
  align: 'left' | 'right'
}
export type Cell = string | { text: string; tone: Tone }

export interface Chart {
  id: string
  title: string
  /** What the picture shows, in words: the text alternative. */
  alt: string
  x: Axis
  y: Axis
  series: readonly ChartSeries[]
  /** Vertical lines at x with a label: events, faults. */
  marks: readonly { x: number; label: string }[]
}

export interface Axis {
  label: string
  /** `percentile`: HDR axis, x is the share q placed at −log10(1−q). `time`: seconds. */
  scale: 'linear' | 'log' | 'time' | 'percentile'
  unit: string
}

export interface ChartSeries {
  name: string
  shape: 'line' | 'step' | 'bar' | 'band'
  points: readonly (readonly [x: number, y: number])[]
  /** `band`: the upper edge, point by point. */
  upper?: readonly (readonly [x: number, y: number])[]
  dashed?: boolean
}
