import type { Analysis } from './analysis.ts'
import type { Unit } from './metric.ts'
import type { Verdict } from './verdict.ts'

/**
 * A report as a document: renderers turn blocks into text and choose nothing. A new section needs no new renderer code,
 * a new renderer needs no knowledge of sections. `analysis` and `verdict` are the same content as data. No text in it is
 * escaped: server messages and names are hostile until a renderer has made them safe for its own format.
 */
export interface Report {
  title: string
  analysis: Analysis
  verdict: Verdict
  /** The verdict as one word, and its tone. */
  result: { word: string; tone: Tone }
  /** The one sentence under the title. */
  summary: string
  /** What was run, on what, when: the lines every page carries. */
  facts: readonly Fact[]
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
  | { kind: 'facts'; facts: readonly Fact[] }
  | { kind: 'headline'; items: readonly Headline[] }
  | { kind: 'notices'; notices: readonly Notice[] }
  | Table
  | { kind: 'chart'; chart: Chart }

export type Tone = 'good' | 'bad' | 'warn' | 'muted'

export interface Fact {
  label: string
  value: string
  note?: string
  tone?: Tone
}

/** One of the few numbers that stand large, with a small picture of it where there is one. */
export interface Headline extends Fact {
  trend?: { shape: 'line' | 'bar'; points: readonly (readonly [x: number, y: number])[] }
}

export interface Notice {
  tone: Tone
  title: string
  text: string
  /** What to do about it. */
  fix?: string
}

export interface Table {
  kind: 'table'
  caption: string
  columns: readonly TableColumn[]
  /** The first cell of a row names it. */
  rows: readonly (readonly Cell[])[]
  /** Closing rows, set off from the others: sums. */
  totals?: readonly (readonly Cell[])[]
}

export interface TableColumn {
  label: string
  align: 'left' | 'right'
}

export type Cell = string | RichCell

export interface RichCell {
  text: string
  tone?: Tone
  /** Said smaller beside it, where there is room. */
  note?: string
  /** Text of a foreign hand (a server's message, a name), shown letter by letter. */
  verbatim?: true
  /** Share of an allowance that is used up; 1 is the limit. Drawn as a bar where there is room. */
  meter?: number
}

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
  /** Horizontal lines at y with a label: bounds. */
  limits: readonly { y: number; label: string }[]
}

export interface Axis {
  label: string
  /** `percentile`: HDR axis, x is the share q placed at −log10(1−q). `time`: seconds. */
  scale: 'linear' | 'log' | 'time' | 'percentile'
  unit: Unit | 's'
}

/** NaN in y: no value there. +Infinity: beyond every axis, failures. */
export interface ChartSeries {
  name: string
  shape: 'line' | 'step' | 'bar' | 'band'
  tone?: Tone
  points: readonly (readonly [x: number, y: number])[]
  /** `band`: the upper edge, point by point. `bar`: where each bar ends. */
  upper?: readonly (readonly [x: number, y: number])[]
  dashed?: boolean
}
