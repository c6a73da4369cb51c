import type { Fact, Report, Section } from '../../../model/report.ts'
import { renderBlocks } from './blocks.ts'
import { escapeHtml } from './escape.ts'
import { STYLE } from './style/index.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The whole document, landmarks and all. */
export function renderPage(report: Report): string {
  const { title, result, sections } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${result.word}: ${title}`)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${masthead(report)}
<nav aria-label="Sections"><ul>${sections.map(link).join('')}</ul></nav>
<main id="main" tabindex="-1">
${sections.map(renderSection).join('\n')}
</main>
<footer><p>${footer(report)}</p></footer>
</body>
</html>
`
}

function masthead({ title, result, summary, facts }: Report): string {
  return `<header>
<p class="brand">Tailgate</p>
<h1>${escapeHtml(title)}</h1>
<div class="card verdict ${result.tone}"><p class="word">${escapeHtml(result.word)}</p><p class="why">${escapeHtml(summary)}</p></div>
<dl class="facts">${facts.map(fact).join('')}</dl>
</header>`
}

function fact({ label, value, tone }: Fact): string {
  return `<div><dt>${escapeHtml(label)}</dt><dd class="${tone ?? ''}">${escapeHtml(value)}</dd></div>`
}

function link({ id, title }: Section): string {
  return `<li><a href="#${escapeHtml(id)}">${escapeHtml(title)}</a></li>`
}

function renderSection({ id, title, blocks }: Section): string {
  const name = escapeHtml(id)
  return `<section id="${name}" aria-labelledby="${name}-h">
<h2 id="${name}-h">${escapeHtml(title)}</h2>
${renderBlocks(blocks)}
</section>`
}

function footer({ analysis }: Report): string {
  const { run, fingerprint, tailgate } = analysis.manifest
  return escapeHtml(
    `Made by tailgate ${tailgate} from the log of run ${run}, scenario ${fingerprint}. Same log, same page.`,
  )
}
