import type { HeaderList, Outlet } from '../http/outlet.ts'

/** An outlet that passes everything on: the base of those that change one thing. */
export class ForwardOutlet implements Outlet {
  protected readonly next: Outlet

  constructor(next: Outlet) {
    this.next = next
  }

  get open(): boolean {
    return this.next.open
  }
  whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void {
    this.next.whole(status, headers, body, tokens)
  }
  head(status: number, headers: HeaderList): void {
    this.next.head(status, headers)
  }
  chunk(bytes: string | Buffer, tokens?: number): void {
    this.next.chunk(bytes, tokens)
  }
  end(): void {
    this.next.end()
  }
  cut(how: 'fin' | 'rst'): void {
    this.next.cut(how)
  }
}
