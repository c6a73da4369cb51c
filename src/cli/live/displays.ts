import { type Nanos, NS_PER_S } from '../../base/nanos.ts'
import type { Terminal } from '../terminal.ts'
import { drawBlock } from './block.ts'
import { drawLine } from './line.ts'
import type { LiveState } from './live-state.ts'
import { Screen } from './screen.ts'

/** Where a run is shown. Called a few times a second; looks at the run only when it shows something. */
export interface Display {
  show(now: Nanos, look: (now: Nanos) => LiveState): void
  /** A line that stays. */
  say(line: string): void
  close(): void
}

/** For a person: a block repainted in place, which is gone when the run is over. */
export function blockDisplay(terminal: Terminal): Display {
  const screen = new Screen(terminal)
  let lines: readonly string[] = []
  return {
    show(now, look) {
      lines = drawBlock(look(now), terminal.width, terminal.color).slice(0, Math.max(1, terminal.height - 1))
      screen.paint(lines)
    },
    say: (line) => (lines.length === 0 ? terminal.err(line) : screen.say(line, lines)),
    close: () => screen.close(),
  }
}

const LINE_EVERY_NS = 5 * NS_PER_S

/** For a log: one line every five seconds of the run. */
export function lineDisplay(terminal: Terminal): Display {
  let next = LINE_EVERY_NS
  return {
    show(now, look) {
      if (now < next) return
      next = (Math.floor(now / LINE_EVERY_NS) + 1) * LINE_EVERY_NS
      terminal.err(drawLine(look(now)))
    },
    say: (line) => terminal.err(line),
    close() {},
  }
}
