import net, { type LookupFunction, type OnReadOpts, type Socket } from 'node:net'
import tls, { type ConnectionOptions, type SecureContext } from 'node:tls'
import { EXIT, Failure } from '../../base/failure.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import type { Endpoint } from './endpoint.ts'
import { sharedLookup } from './name-lookup.ts'
import type { TransportOptions } from './options.ts'
import { lastFiles } from './spare-files.ts'
import { type Stage, type Trouble, troubleOf } from './wire-failure.ts'

/** Opens sockets to one endpoint, plain or TLS. */
export class Dialer {
  private readonly endpoint: Endpoint
  private readonly options: TransportOptions
  private readonly lookup: LookupFunction
  private readonly secureContext: SecureContext | undefined

  /** @throws Failure `target.tls` when certificates or keys cannot be read as PEM */
  constructor(options: TransportOptions, endpoint: Endpoint) {
    this.endpoint = endpoint
    this.options = options
    this.lookup = sharedLookup(options.clock)
    this.secureContext = endpoint.secure ? secureContextOf(options) : undefined
  }

  /**
   * Starts to connect. `opened` hears once how that went, never before this returns; not at all when the caller destroys
   * the socket first. From then on the socket's errors, also those after `opened`, are told to `failed`.
   */
  dial(
    onread: OnReadOpts | undefined,
    opened: (trouble: Trouble | null) => void,
    failed: (error: Error) => void,
  ): Socket {
    const socket = this.connect(onread)
    const limit = Math.ceil(this.options.connectTimeout / NS_PER_MS)
    let stage: Stage = 'connecting'
    const timer = limit > 0 ? setTimeout(giveUp, limit) : undefined

    function giveUp(): void {
      socket.destroy()
      opened({ kind: 'connect-timeout', message: `not connected within ${limit} ms` })
    }
    /** The log is worth more than one more connection. */
    function spareFiles(): void {
      const trouble = stage === 'connecting' ? lastFiles(socket) : null
      if (trouble === null) return
      socket.destroy()
      opened(trouble)
    }
    function ready(): void {
      stage = 'open'
      clearTimeout(timer)
      opened(null)
    }

    // The event comes just before the socket gets its file.
    socket.on('connectionAttempt', () => process.nextTick(spareFiles))
    socket.once('connect', () => {
      socket.setNoDelay(true)
      if (this.endpoint.secure) stage = 'handshake'
      else ready()
    })
    if (this.endpoint.secure) socket.once('secureConnect', ready)
    socket.on('error', (error: Error) => {
      if (stage === 'open') failed(error)
      else opened(troubleOf(error, stage))
    })
    socket.once('close', () => clearTimeout(timer))
    return socket
  }

  private connect(onread: OnReadOpts | undefined): Socket {
    const { host, port, isAddress } = this.endpoint
    const to = { host, port, lookup: this.lookup, ...(onread && { onread }) }
    if (this.secureContext === undefined) return net.connect(to)
    const servername = this.options.tls?.servername ?? (isAddress ? undefined : host)
    const secure: ConnectionOptions & { onread?: OnReadOpts } = {
      ...to,
      secureContext: this.secureContext,
      rejectUnauthorized: this.options.tls?.insecure !== true,
      ALPNProtocols: ['http/1.1'],
      ...(servername && { servername }),
    }
    return tls.connect(secure)
  }
}

function secureContextOf({ tls: given }: TransportOptions): SecureContext {
  try {
    return tls.createSecureContext({
      ca: given?.ca ?? undefined,
      cert: given?.cert ?? undefined,
      key: given?.key ?? undefined,
    })
  } catch (cause) {
    throw new Failure('target.tls', `the target's certificates are not usable (${(cause as Error).message})`, {
      exit: EXIT.usage,
      hint: 'tls.ca, tls.cert and tls.key must be PEM files, and the key must belong to the certificate',
      cause,
    })
  }
}
