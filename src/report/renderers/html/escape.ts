import { printable } from '../../printable.ts'

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text fit for element content and quoted attributes alike; what is invisible is spelled out. */
export function escapeHtml(text: string, lines = false): string {
  return printable(text, lines).replace(/[&<>"']/g, (character) => ENTITIES[character])
}
