import { createReadStream } from 'node:fs'
import { probeFailure } from './probe-failure.ts'

/** The rows of a CSV file, header included, read piece by piece. A last row without its line end counts. */
export async function* csvRows(path: string, signal: AbortSignal): AsyncGenerator<string[]> {
  let unfinished = ''
  try {
    for await (const piece of createReadStream(path, { encoding: 'utf8', signal }) as AsyncIterable<string>) {
      const lines = (unfinished + piece).split('\n')
      unfinished = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield cellsOf(line)
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : unreadable(path, error as NodeJS.ErrnoException)
  }
  if (unfinished.trim() !== '') yield cellsOf(unfinished)
}

const CELL = /[ \t]*(?:"((?:[^"]|"")*)"|([^,]*?))[ \t]*(?:,|$)/y

function cellsOf(line: string): string[] {
  const text = line.replace(/^\ufeff/, '').replace(/\r$/, '')
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim())
  const cells: string[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex <= text.length) {
    const cell = CELL.exec(text)
    if (cell === null) return cells
    cells.push(cell[1]?.replaceAll('""', '"') ?? cell[2])
    if (!cell[0].endsWith(',')) return cells
  }
  return cells
}

function unreadable(path: string, error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT')
    return probeFailure('absent', `no file ${path}`, 'start what writes it before the run', error)
  return probeFailure('no-permission', `${path} cannot be read (${error.message})`, undefined, error)
}
