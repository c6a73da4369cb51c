import { connect, type Socket } from 'node:net'
import type { ProxyFault } from '../../../model/fault.ts'
import type { Mt19937 } from '../../../stats/random/mt19937.ts'
import { Flow } from './flow.ts'
import { resetSocket } from './reset-socket.ts'
import { PASS, treatmentOf } from './treatment.ts'

/**
 * One client and its own connection to the server. Faults treat what goes to the client; what goes to the server passes,
 * or is held with the rest in a black hole. The server is not dialed before the hole is gone. A server that cannot be
 * reached shows as a reset: the client is in already.
 */
export class Link {
  readonly #client: Socket
  readonly #server: { host: string; port: number }
  readonly #random: Mt19937
  #upstream: Socket | null = null
  #down: Flow | null = null
  #up: Flow | null = null

  constructor(client: Socket, server: { host: string; port: number }, fault: ProxyFault | null, random: Mt19937) {
    this.#client = client
    this.#server = server
    this.#random = random
    client.on('error', () => {})
    this.apply(fault)
  }

  /** From now on this is done to the connection. */
  apply(fault: ProxyFault | null): void {
    if (fault?.do === 'reset') return this.reset()
    const held = fault?.do === 'black-hole'
    if (this.#upstream === null) {
      if (!held) this.#open(fault)
      return
    }
    this.#down?.change(treatmentOf(fault, this.#random), held)
    this.#up?.change(PASS, held)
  }

  reset(): void {
    resetSocket(this.#client)
    if (this.#upstream) resetSocket(this.#upstream)
  }

  #open(fault: ProxyFault | null): void {
    const upstream = connect({ ...this.#server, allowHalfOpen: true, noDelay: true })
    this.#upstream = upstream
    this.#down = new Flow(upstream, this.#client, treatmentOf(fault, this.#random), false)
    this.#up = new Flow(this.#client, upstream, PASS, false)
  }
}
