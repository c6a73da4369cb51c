import type { Block, Headline, Notice } from '../../../model/report.ts'
import { renderChart } from './chart/chart.ts'
import { renderSpark } from './chart/spark.ts'
import { escapeHtml } from './escape.ts'
import { renderTable } from './table.ts'

/** Blocks in order; charts that follow each other share a grid. */
export function renderBlocks(blocks: readonly Block[]): string {
  const parts: string[] = []
  let charts: string[] = []
  const closeGrid = () => {
    if (charts.length > 0) parts.push(`<div class="grid">${charts.join('\n')}</div>`)
    charts = []
  }
  for (const block of blocks) {
    if (block.kind === 'chart') {
      charts.push(renderChart(block.chart))
      continue
    }
    closeGrid()
    parts.push(renderBlock(block))
  }
  closeGrid()
  return parts.join('\n')
}

function renderBlock(block: Exclude<Block, { kind: 'chart' }>): string {
  switch (block.kind) {
    case 'text':
      return `<p class="text ${block.tone ?? ''}">${escapeHtml(block.text)}</p>`
    case 'code':
      return `<pre class="card" tabindex="0" role="region" aria-label="${escapeHtml(block.language)}"><code>${escapeHtml(block.text, true)}</code></pre>`
    case 'facts':
      return `<dl class="card health">${block.facts.map(healthItem).join('')}</dl>`
    case 'headline':
      return `<dl class="kpis">${block.items.map(kpi).join('\n')}</dl>`
    case 'notices':
      return `<ul class="notices">${block.notices.map(notice).join('\n')}</ul>`
    case 'table':
      return renderTable(block)
  }
}

function healthItem({ label, value, note, tone }: Headline): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd><b class="${tone ?? ''}">${escapeHtml(value)}</b>${small(note)}</dd></div>`
}

function kpi({ label, value, note, tone, trend }: Headline): string {
  return `<div class="card kpi ${tone ?? ''}"><dt>${escapeHtml(label)}</dt><dd class="value">${splitUnit(value)}</dd>${
    note === undefined ? '' : `<dd class="note">${escapeHtml(note)}</dd>`
  }${trend === undefined ? '' : `<dd class="trend" aria-hidden="true">${renderSpark(trend)}</dd>`}</div>`
}

/** The number large, its unit small. */
function splitUnit(value: string): string {
  const [, number, unit] = /^([\d.,∞–-]+)(.*)$/s.exec(value) ?? ['', value, '']
  return `${escapeHtml(number)}<small>${escapeHtml(unit)}</small>`
}

function notice({ tone, title, text, fix }: Notice): string {
  const way = fix === undefined ? '' : `<p class="fix"><b>Way out</b> ${escapeHtml(fix)}</p>`
  return `<li class="card notice ${tone}"><p><b>${escapeHtml(title)}</b></p><p>${escapeHtml(text)}</p>${way}</li>`
}

function small(note: string | undefined): string {
  return note === undefined ? '' : ` <small>${escapeHtml(note)}</small>`
}
