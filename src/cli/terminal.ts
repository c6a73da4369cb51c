/** Where a command's words go: answers to stdout, everything else to stderr. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Columns of the window stderr is shown in; of $COLUMNS where there is no window. */
  readonly width: number
  /** Its rows. */
  readonly height: number
  /** A person is watching stderr. */
  readonly interactive: boolean
  /** Colour on stderr. */
  readonly color: boolean
  /** The same two for stdout. */
  readonly outInteractive: boolean
  readonly outColor: boolean
}

const DEFAULT_WIDTH = 80
const DEFAULT_HEIGHT = 24

export function systemTerminal(): Terminal {
  const { stdout, stderr, env } = process
  const allowed = env.NO_COLOR === undefined || env.NO_COLOR === ''
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
  const told = Number.parseInt(env.COLUMNS ?? '', 10)
  const fallback = told > 0 ? told : DEFAULT_WIDTH
  const line = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
  // A closed pipe (`| head`) ends the reading, not the run.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    out: (text) => void stdout.write(line(text)),
    err: (text) => void stderr.write(line(text)),
    // Asked each time: the window may have been resized.
    get width() {
      return stderr.columns ?? stdout.columns ?? fallback
    },
    get height() {
      return stderr.rows ?? stdout.rows ?? DEFAULT_HEIGHT
    },
    interactive: stderr.isTTY === true,
    color: allowed && (forced || stderr.isTTY === true),
    outInteractive: stdout.isTTY === true,
    outColor: allowed && (forced || stdout.isTTY === true),
  }
}
