import type { Watch } from '../../distribute/run.ts'
import type { Scenario } from '../../model/scenario.ts'
import type { Terminal } from '../terminal.ts'

export interface LiveView {
  /** What the run tells; undefined where nobody looks, so that nothing is sent. */
  watch: Watch | undefined
  /** One line for the person, above whatever is being drawn. */
  say(line: string): void
  close(): Promise<void>
}

export interface LiveOptions {
  scenario: Scenario
  terminal: Terminal
  quiet: boolean
  /** `:9464` or `host:port`. */
  metrics: string | undefined
}

export async function openLiveView({ terminal }: LiveOptions): Promise<LiveView> {
  return { watch: undefined, say: terminal.err, close: async () => {} }
}
