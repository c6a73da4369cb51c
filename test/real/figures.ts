import type { Figure } from '../../src/model/figure.ts'
import { tailgate } from './tailgate.ts'

/** The few figures of a run that the table shows; null where the run has none. */
export interface Figures {
  /** Answers per second, from the first send to the last answer. */
  throughput: number | null
  /** Medians in ns. */
  latency: number | null
  ttft: number | null
}

/** Read from the report, as a script would. */
export async function figuresOf(run: string): Promise<Figures> {
  const { out } = await tailgate(['report', run, '--format', 'json'])
  const { figures } = JSON.parse(out) as { figures: readonly Figure[] }
  const find = (metric: string, stat: string) => {
    const plain = figures.find(
      (figure) =>
        figure.metric === metric && figure.stat === stat && figure.definition === undefined && !figure.over.replica,
    )
    return typeof plain?.value === 'number' ? plain.value : null
  }
  return {
    throughput: find('throughput.makespan', 'value'),
    latency: find('latency', 'p50'),
    ttft: find('ttft', 'p50'),
  }
}
