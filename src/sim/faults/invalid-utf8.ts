import type { HeaderList } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Overwrites letters of the text with bytes that no UTF-8 has; the length stays. */
class InvalidUtf8Outlet extends ForwardOutlet {
  override whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void {
    this.next.whole(status, headers, spoil(body), tokens)
  }
  override chunk(bytes: string | Buffer, tokens?: number): void {
    this.next.chunk(spoil(bytes), tokens)
  }
}

/** Only inside the text that was generated, so that the JSON around it stays whole. */
function spoil(bytes: string | Buffer): Buffer {
  const spoiled = Buffer.from(bytes)
  const field = /"(?:text|content|text_output)":"[^"\\]/.exec(spoiled.toString('latin1'))
  if (field) spoiled[field.index + field[0].length - 1] = 0xff
  return spoiled
}

export const invalidUtf8: MakeFault<'invalid-utf8'> = () => ({ wrap: (outlet) => new InvalidUtf8Outlet(outlet) })
