import { EXIT, Failure } from '../../base/failure.ts'
import { continueProcesses } from './processes/continue.ts'
import type { ProxyControl } from './proxy-control.ts'
import { mustRun } from './run-command.ts'
import { startAgain } from './start-again.ts'
import { callToxiproxy, toxicPath } from './toxiproxy-api.ts'
import type { Undo } from './undo.ts'

/**
 * Takes a fault back and makes sure that it is.
 * @param proxy null where there is none, or it ended with its process
 * @returns what was done, for the log
 * @throws Failure when it could not be done
 */
export async function performUndo(undo: Undo, proxy: ProxyControl | null): Promise<string> {
  switch (undo.kind) {
    case 'continue':
      return continueProcesses(undo)
    case 'run':
      await mustRun(undo.argv)
      return `${undo.argv.join(' ')} ended with status 0`
    case 'start':
      return startAgain(undo)
    case 'toxiproxy':
      return undoToxiproxy(undo)
    case 'proxy':
      await proxy?.set(undo.replica, null)
      return 'the proxy passes everything on'
  }
}

async function undoToxiproxy({ api, proxy, toxic }: Extract<Undo, { kind: 'toxiproxy' }>): Promise<string> {
  if (toxic === null) {
    const { status, text } = await callToxiproxy(api, 'POST', `/proxies/${encodeURIComponent(proxy)}`, {
      enabled: true,
    })
    if (status === 200) return `proxy ${proxy} is enabled`
    throw refused(`enabling proxy ${proxy}`, status, text)
  }
  const { status, text } = await callToxiproxy(api, 'DELETE', toxicPath(proxy, toxic))
  if (status === 204 || status === 200 || status === 404) return `toxic ${toxic} is removed`
  throw refused(`removing toxic ${toxic}`, status, text)
}

function refused(what: string, status: number, text: string): Failure {
  return new Failure('fault.toxiproxy', `${what}: Toxiproxy answers ${status}: ${text.slice(0, 200)}`, {
    exit: EXIT.usage,
  })
}
