/** Label pairs, already spelled: `engine="0",model_name="m"`. */
export type Labels = string

/** Prometheus text of one family. docs/simulated-fleet.md §5. */
export interface Family {
  expose(): string
}

const number = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : Number.isInteger(value) ? value.toFixed(1) : String(value)

const header = (name: string, type: string, help: string): string => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`

export class Counter implements Family {
  readonly #name: string
  readonly #help: string
  readonly #values: Map<Labels, number>

  /** @param series every label set, so that each is there from the start */
  constructor(name: string, help: string, series: readonly Labels[]) {
    this.#name = name
    this.#help = help
    this.#values = new Map(series.map((labels) => [labels, 0]))
  }

  add(labels: Labels, by: number): void {
    this.#values.set(labels, (this.#values.get(labels) ?? 0) + by)
  }

  set(labels: Labels, value: number): void {
    this.#values.set(labels, value)
  }

  expose(): string {
    const lines = [...this.#values].map(([labels, value]) => `${this.#name}{${labels}} ${number(value)}\n`)
    return header(this.#name, 'counter', this.#help) + lines.join('')
  }
}

/** Values read when they are asked for. */
export class Gauge implements Family {
  readonly #name: string
  readonly #help: string
  readonly #series: readonly GaugeSeries[]

  constructor(name: string, help: string, series: readonly GaugeSeries[]) {
    this.#name = name
    this.#help = help
    this.#series = series
  }

  expose(): string {
    const lines = this.#series.map(([labels, read]) => `${this.#name}${braced(labels)} ${number(read())}\n`)
    return header(this.#name, 'gauge', this.#help) + lines.join('')
  }
}

type GaugeSeries = readonly [labels: Labels, read: () => number]

const braced = (labels: Labels): string => (labels === '' ? '' : `{${labels}}`)

export class Histogram implements Family {
  readonly #name: string
  readonly #help: string
  readonly #model: string
  readonly #bounds: readonly number[]
  readonly #counts: number[]
  #sum = 0

  /** @param model the `model_name` label, spelled last as vLLM does */
  constructor(name: string, help: string, model: string, bounds: readonly number[]) {
    this.#name = name
    this.#help = help
    this.#model = model
    this.#bounds = [...bounds, Number.POSITIVE_INFINITY]
    this.#counts = this.#bounds.map(() => 0)
  }

  observe(value: number): void {
    this.#sum += value
    this.#counts[this.#bounds.findIndex((bound) => value <= bound)]++
  }

  expose(): string {
    const model = `model_name="${this.#model}"`
    let cumulative = 0
    const buckets = this.#bounds.map((bound, i) => {
      cumulative += this.#counts[i]
      return `${this.#name}_bucket{engine="0",le="${number(bound)}",${model}} ${number(cumulative)}\n`
    })
    const own = `{engine="0",${model}}`
    const totals = `${this.#name}_count${own} ${number(cumulative)}\n${this.#name}_sum${own} ${number(this.#sum)}\n`
    return header(this.#name, 'histogram', this.#help) + buckets.join('') + totals
  }
}
