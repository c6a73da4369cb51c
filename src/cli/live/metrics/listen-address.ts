import { EXIT, Failure } from '../../../base/failure.ts'

export interface ListenAddress {
  host: string
  port: number
}

/** Prometheus mostly scrapes from another host, so a bare port is opened on every interface. */
const EVERY_INTERFACE = '0.0.0.0'

const ADDRESS = /^(?:(?<host>[^\s:/[\]]+|\[[0-9a-f:.]+\])?:)?(?<port>[0-9]{1,5})$/i

/**
 * `:9464`, `9464`, `127.0.0.1:9464`, `[::1]:9464`. Port 0 lets the system choose.
 * @throws Failure (exit usage)
 */
export function parseListenAddress(text: string): ListenAddress {
  const groups = ADDRESS.exec(text.trim())?.groups
  const port = Number(groups?.port ?? Number.NaN)
  if (groups === undefined || port > 65_535) {
    throw new Failure('metrics.address', `--metrics expects :PORT or HOST:PORT, got ${JSON.stringify(text)}`, {
      exit: EXIT.usage,
      hint: 'for example :9464, or 127.0.0.1:9464 to keep it on this host',
    })
  }
  return { host: groups.host?.replace(/^\[|\]$/g, '') ?? EVERY_INTERFACE, port }
}
