import type { Outlet } from '../http/outlet.ts'

/** Answers as Triton's web server writes them: no date, two orders of headers by where in the server they are made. */
export function tritonJson(outlet: Outlet, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  outlet.whole(status, ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(text))], text)
}

/** Refusals before a model is reached, and empty answers: JSON under the name of plain text. */
export function tritonPlain(outlet: Outlet, status: number, body?: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  outlet.whole(status, ['Content-Length', String(Buffer.byteLength(text)), 'Content-Type', 'text/plain'], text)
}

export function tritonText(outlet: Outlet, status: number, text: string): void {
  const length = String(Buffer.byteLength(text))
  outlet.whole(status, ['Content-Type', 'text/plain; charset=utf-8', 'Content-Length', length], text)
}

export function tritonChunked(outlet: Outlet, status: number, type: string): void {
  outlet.head(status, ['Content-Type', type, 'Transfer-Encoding', 'chunked'])
}

/** A refusal with Triton's body, `{"error": message}`. */
export class TritonError extends Error {
  override readonly name = 'TritonError'
  readonly status: number
  /** Under which content type it goes out. */
  readonly form: 'json' | 'plain'

  constructor(status: number, form: 'json' | 'plain', message: string) {
    super(message)
    this.status = status
    this.form = form
  }

  send(outlet: Outlet): void {
    const answer = this.form === 'json' ? tritonJson : tritonPlain
    answer(outlet, this.status, { error: this.message })
  }
}

/** Runs a handler; a `TritonError` it throws becomes the answer. */
export function answering(outlet: Outlet, handle: () => void): void {
  try {
    handle()
  } catch (error) {
    if (!(error instanceof TritonError)) throw error
    error.send(outlet)
  }
}
