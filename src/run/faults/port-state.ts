import { connect } from 'node:net'

/** `silent`: neither an acceptance nor a refusal came in time. */
export type PortState = 'accepts' | 'refuses' | 'silent'

/** Tries to connect once. Any error counts as a refusal: nobody is served there. */
export function portState(host: string, port: number, timeoutMs: number): Promise<PortState> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (state: PortState): void => {
      socket.destroy()
      resolve(state)
    }
    socket.setTimeout(timeoutMs, () => settle('silent'))
    socket.once('connect', () => settle('accepts'))
    socket.on('error', () => settle('refuses'))
  })
}
