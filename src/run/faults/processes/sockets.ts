import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'

/** A socket that listens on one port of this machine. */
export interface ListeningSocket {
  address: string
  port: number
  /** What /proc knows it by. */
  inode: string
  /** Whose it is. */
  uid: number
}

const LISTEN = '0A'

/** Sockets that listen on a port (null: on any), of any address; null on a system without /proc/net. */
export function listeningSockets(port: number | null): ListeningSocket[] | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable)
  if (tables[0] === null) return null
  return tables.flatMap((text) => parseTable(text ?? '', port))
}

/** `sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode …` */
export function parseTable(text: string, wanted: number | null): ListeningSocket[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      if (fields[3] !== LISTEN) return []
      const [address, hexPort] = fields[1].split(':')
      const port = Number.parseInt(hexPort, 16)
      if (wanted !== null && port !== wanted) return []
      return [{ address: addressOf(address), port, uid: Number(fields[7]), inode: fields[9] }]
    })
}

/** Words of four bytes, each in the machine's own order; of the machines Node runs on, little endian. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex')
  for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse()
  if (bytes.length === 4) return bytes.join('.')
  const mapped = bytes.subarray(0, 12).equals(MAPPED)
  if (mapped) return bytes.subarray(12).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16))
  return canonical(groups.join(':'))
}

const MAPPED = Buffer.from('00000000000000000000ffff', 'hex')

/** One spelling for each address. */
export function canonical(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIPv6(plain) ? new URL(`http://[${plain}]`).hostname.slice(1, -1) : plain
}

function readTable(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Address and process of every listener on a port, as `lsof` sees them: the way of systems without /proc. */
export function listenersByLsof(port: number): { pid: number; address: string }[] {
  let text = ''
  try {
    const argv = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpn']
    text = execFileSync('lsof', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return []
  }
  let pid = 0
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('p')) pid = Number(line.slice(1))
    const name = /^n(.*):\d+$/.exec(line)?.[1].replace(/^\[(.*)\]$/, '$1')
    return name === undefined ? [] : [{ pid, address: name === '*' ? '0.0.0.0' : canonical(name) }]
  })
}
