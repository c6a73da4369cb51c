import type { HeaderList, Outlet } from './outlet.ts'

/** Heads as vLLM's web server writes them: lower case, date first. */
function head(...own: string[]): HeaderList {
  return ['date', new Date().toUTCString(), 'server', 'uvicorn', ...own]
}

export function uvicornJson(outlet: Outlet, status: number, body: unknown, tokens = 0): void {
  uvicornText(outlet, status, 'application/json', JSON.stringify(body), [], tokens)
}

export function uvicornText(
  outlet: Outlet,
  status: number,
  type: string,
  text: string,
  extra: HeaderList = [],
  tokens = 0,
): void {
  const length = String(Buffer.byteLength(text))
  const headers = head(...extra, 'content-length', length, 'content-type', type, 'vary', 'Origin')
  outlet.whole(status, headers, text, tokens)
}

export function uvicornEmpty(outlet: Outlet, status: number): void {
  outlet.whole(status, head('content-length', '0', 'vary', 'Origin'), '')
}

export function uvicornEventStream(outlet: Outlet): void {
  const type = 'text/event-stream; charset=utf-8'
  outlet.head(200, head('content-type', type, 'vary', 'Origin', 'transfer-encoding', 'chunked'))
}
