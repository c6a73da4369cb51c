import { renderPage } from './html/page.ts'
import type { Renderer } from './renderer.ts'

/**
 * One self-contained page: no script, no outside request (its own content security policy forbids both), light and
 * dark by the reader's preference, printable, readable on a phone, by keyboard and by screen reader.
 */
export const html: Renderer = { extension: 'html', render: renderPage }
