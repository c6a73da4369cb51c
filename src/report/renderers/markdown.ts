import type { Block, Cell, Fact, Notice, Report, Section, Table, Tone } from '../../model/report.ts'
import { code, fence, inline } from './markdown/escape.ts'
import type { Renderer } from './renderer.ts'

const SIGNS: { readonly [tone in Tone]: string } = { good: '✅', bad: '❌', warn: '⚠️', muted: '' }

/**
 * GitHub-flavored Markdown, for job summaries and comments: the essential sections open, the others folded, those that
 * live by their charts left out.
 */
export const markdown: Renderer = {
  extension: 'md',
  render(report) {
    const sections = report.sections.map((section) => (section.essential ? open(section) : folded(section)))
    return `${[...masthead(report), ...sections.filter((text) => text !== '')].join('\n\n')}\n`
  },
}

function masthead({ title, result, summary, facts }: Report): string[] {
  return [`# ${SIGNS[result.tone]} ${result.word.toUpperCase()}: ${inline(title)}`, inline(summary), factLine(facts)]
}

function open(section: Section): string {
  return [`## ${inline(section.title)}`, ...bodies(section)].join('\n\n')
}

function folded(section: Section): string {
  const body = bodies(section)
  if (body.length === 0 || section.blocks.every(({ kind }) => kind === 'chart' || kind === 'text')) return ''
  return ['<details>', `<summary>${inline(section.title)}</summary>`, ...body, '</details>'].join('\n\n')
}

function bodies({ blocks }: Section): string[] {
  return blocks.map(renderBlock).filter((text) => text !== '')
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return inline(block.text)
    case 'code':
      return fence(block.text, block.language)
    case 'facts':
      return block.facts.map(factItem).join('\n')
    case 'headline':
      return headlineTable(block.items)
    case 'notices':
      return block.notices.map(notice).join('\n')
    case 'table':
      return table(block)
    case 'chart':
      return ''
  }
}

function factLine(facts: readonly Fact[]): string {
  return facts.map(({ label, value }) => `${inline(label)} ${code(value)}`).join(' · ')
}

function factItem({ label, value, note }: Fact): string {
  return `- ${inline(label)}: **${inline(value)}**${note === undefined ? '' : ` (${inline(note)})`}`
}

function headlineTable(items: readonly Fact[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(items.map(({ label }) => inline(label))),
    row(items.map(() => '--:')),
    row(items.map(({ value, note }) => `**${inline(value)}**${note === undefined ? '' : `<br>${inline(note)}`}`)),
  ].join('\n')
}

function notice({ tone, title, text, fix }: Notice): string {
  const way = fix === undefined ? '' : ` *Way out:* ${inline(fix)}`
  return `- ${SIGNS[tone]} **${inline(title)}**: ${inline(text)}${way}`
}

function table({ caption, columns, rows, totals = [] }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `**${inline(caption)}**`,
    '',
    row(columns.map(({ label }) => inline(label))),
    row(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map((cells) => row(cells.map(renderCell))),
    ...totals.map((cells) => row(cells.map((cell) => strong(renderCell(cell))))),
  ].join('\n')
}

function renderCell(cell: Cell): string {
  if (typeof cell === 'string') return inline(cell)
  const text = cell.verbatim ? code(cell.text) : inline(cell.text)
  return cell.note === undefined ? text : `${text} <br><sub>${inline(cell.note)}</sub>`
}

function strong(text: string): string {
  return text === '' ? '' : `**${text}**`
}
