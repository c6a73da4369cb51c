import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEndpoint } from '../transport/endpoint.ts'
import type { Method, Mission } from './methods/method.ts'
import { fillAll, placesOf } from './template.ts'
import type { Undo } from './undo.ts'

/**
 * How one round is taken back: a server that ended is started by the fault's own `restart` where it has one, else as the
 * method knows; null: by nobody, or by the platform.
 * @param label tells this round's files from others'
 */
export function undoOf({ fault, target }: Mission, method: Method, label: string): Undo | null {
  if (!method.ends || fault.restart === null) return method.undo
  const { host, port } = parseEndpoint(target.url)
  const output = join(tmpdir(), `${label.replace(/[^\w.-]+/g, '-')}.log`)
  return { kind: 'start', argv: fillAll(fault.restart, placesOf(target, method.pid)), host, port, output }
}

/** In one line, for people. */
export function describeUndo(undo: Undo | null): string {
  switch (undo?.kind) {
    case undefined:
      return 'not undone: the platform starts it again, or nobody does'
    case 'continue':
      return `SIGCONT to pid ${undo.processes.map(({ pid }) => pid).join(', ')}`
    case 'run':
      return undo.argv.join(' ')
    case 'start':
      return `${undo.argv.join(' ')} (its output in ${undo.output})`
    case 'toxiproxy':
      return undo.toxic === null ? `proxy ${undo.proxy} is enabled` : `toxic ${undo.toxic} is removed`
    case 'proxy':
      return 'the embedded proxy passes everything on'
  }
}
