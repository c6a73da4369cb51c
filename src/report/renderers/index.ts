import { csv } from './csv.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { markdown } from './markdown.ts'
import type { Renderer } from './renderer.ts'
import { terminal } from './terminal.ts'

/** Every format a report can be rendered in, by the name `--format` takes. */
export const RENDERERS = { terminal, json, markdown, csv, html } as const satisfies {
  readonly [name: string]: Renderer
}

export type FormatName = keyof typeof RENDERERS
