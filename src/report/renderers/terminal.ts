import type { Block, Notice, Report, Section } from '../../model/report.ts'
import { printable } from '../printable.ts'
import type { Renderer } from './renderer.ts'
import { layFacts } from './terminal/facts.ts'
import { type Paint, painter } from './terminal/paint.ts'
import { layTable } from './terminal/table.ts'
import { wrap } from './terminal/wrap.ts'

const NARROWEST = 40
const WIDEST = 120

/** Facts in the masthead of one screen; the other formats print all of them. */
const SHOWN_FACTS = ['run', 'target', 'load']

/** One screen: verdict, what binds, then numbers with units and n. */
export const terminal: Renderer = {
  extension: 'txt',
  render(report, { color, width }) {
    const page: Page = { width: Math.min(WIDEST, Math.max(NARROWEST, width)), paint: painter(color) }
    const sections = report.sections.filter((section) => section.essential)
    const parts = [masthead(report, page), ...sections.map((section) => renderSection(section, page))]
    return `${parts.filter((part) => part !== '').join('\n')}\n`
  },
}

interface Page {
  width: number
  paint: Paint
}

function masthead({ title, result, summary, facts }: Report, { width, paint }: Page): string {
  const word = paint(result.word.toUpperCase(), result.tone, 'bold')
  const shown = facts.filter(({ label }) => SHOWN_FACTS.includes(label)).map(({ label, value }) => `${label} ${value}`)
  return [
    `${word}  ${paint(printable(title), 'bold')}`,
    ...wrap(printable(summary), width),
    ...wrap(printable(shown.join(' · ')), width).map((line) => paint(line, 'muted')),
  ].join('\n')
}

function renderSection({ title, blocks }: Section, page: Page): string {
  const body = blocks.flatMap((block) => renderBlock(block, page))
  return body.length === 0 ? '' : [rule(printable(title), page), ...body].join('\n')
}

function rule(title: string, { width, paint }: Page): string {
  return `${paint('──', 'muted')} ${paint(title, 'bold')} ${paint('─'.repeat(Math.max(0, width - title.length - 4)), 'muted')}`
}

function renderBlock(block: Block, { width, paint }: Page): string[] {
  switch (block.kind) {
    case 'text':
      return wrap(printable(block.text), width).map((line) => paint(line, block.tone ?? 'muted'))
    case 'code':
      return printable(block.text, true).split('\n')
    case 'facts':
      return layFacts(block.facts, width, paint)
    case 'headline':
      return layFacts(block.items, width, paint)
    case 'notices':
      return block.notices.flatMap((notice) => renderNotice(notice, { width, paint }))
    case 'table':
      return layTable(block, width, paint)
    case 'chart':
      return []
  }
}

function renderNotice({ tone, title, text, fix }: Notice, { width, paint }: Page): string[] {
  const [first, ...rest] = wrap(`! ${printable(title)}: ${printable(text)}`, width, '  ')
  const way = fix === undefined ? [] : wrap(`  → ${printable(fix)}`, width, '    ')
  return [paint(first, tone), ...rest, ...way]
}
