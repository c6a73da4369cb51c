import type { Dataset } from '../../model/scenario.ts'
import type { LengthPrompt, OpenDataset, PromptSample } from './dataset.ts'
import { GrowingArray } from './scan/growing-array.ts'

/** All traces are opened by the same settings. */
export type TraceSpec = Extract<Dataset, { kind: 'azure' | 'burstgpt' | 'mooncake' }>

/** One request of a trace. `at`: ns since an origin that the whole trace shares. */
export interface TraceRow {
  at: number
  input: number
  output: number
}

export type TraceContent = Pick<LengthPrompt, 'blocks'> & Pick<PromptSample, 'session'>

/** The requests of a trace in the order of its file, until it is opened as a dataset in order of time. */
export class TraceRows {
  readonly #at = new GrowingArray(Float64Array)
  readonly #input = new GrowingArray(Int32Array)
  readonly #output = new GrowingArray(Int32Array)

  /** A request of no tokens, in or out, failed when it was recorded and cannot be asked for: it is left out. */
  add(row: TraceRow): boolean {
    if (row.input === 0 || row.output === 0) return false
    this.#at.push(row.at)
    this.#input.push(row.input)
    this.#output.push(row.output)
    return true
  }

  /**
   * Sorted by time; ties keep the order of the file.
   *
   * @param content of a request, by its place among the added ones
   */
  open(content: (row: number, input: number) => TraceContent, close: () => void): OpenDataset {
    const at = this.#at.trim()
    const order = orderOf(at)
    return {
      size: at.length,
      sample: (i) => {
        const row = order[i]
        const tokens = this.#input.at(row)
        const { blocks, ...session } = content(row, tokens)
        return {
          kind: 'prompt',
          prompt: { kind: 'length', tokens, blocks },
          ...session,
          inputTokens: tokens,
          outputTokens: this.#output.at(row),
        }
      },
      arrivals: Float64Array.from(order, (row) => at[row] - at[order[0]]),
      close,
    }
  }
}

function orderOf(at: Float64Array): Uint32Array {
  const order = Uint32Array.from(at, (_, i) => i)
  const sorted = at.every((value, i) => i === 0 || at[i - 1] <= value)
  return sorted ? order : order.sort((a, b) => at[a] - at[b] || a - b)
}
