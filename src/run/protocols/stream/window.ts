/** A view of all the memory that some bytes lie in, and where in it they begin. */
export interface Window {
  view: DataView
  base: number
}

let bytesSeen: Buffer | null = null
const window: Window = { view: new DataView(new ArrayBuffer(0)), base: 0 }

/** The window of some bytes, valid until the next call. Asked again for the same bytes it costs nothing. */
export function windowOf(bytes: Buffer): Window {
  if (bytes === bytesSeen) return window
  if (window.view.buffer !== bytes.buffer) window.view = new DataView(bytes.buffer)
  window.base = bytes.byteOffset
  bytesSeen = bytes
  return window
}
