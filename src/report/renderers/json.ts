import type { Analysis } from '../../model/analysis.ts'
import type { Report } from '../../model/report.ts'
import type { Renderer } from './renderer.ts'

/**
 * One object for scripts: `{format, run, verdict, findings, figures, impacts, economy, attribution, books, validity,
 * scenario}`. Numbers are in the metric's own unit, unrounded. JSON has no infinity: +∞ is the string "inf", −∞ "-inf",
 * and null means no value.
 */
export const json: Renderer = {
  extension: 'json',
  render: (report) => `${escapeHidden(JSON.stringify(document(report), encodeNumber, 2))}\n`,
}

function document({ analysis, verdict }: Report) {
  const { result, checks, findings } = verdict
  return {
    format: 1,
    run: runOf(analysis),
    verdict: { result, checks },
    findings,
    figures: analysis.figures,
    impacts: analysis.impacts,
    economy: analysis.economy,
    attribution: analysis.attribution,
    books: analysis.books,
    validity: analysis.validity,
    scenario: analysis.manifest.scenario,
  }
}

function runOf({ manifest, seal, window }: Analysis) {
  const { run, fingerprint, started, tailgate, workers, plan, targets, host } = manifest
  const ended = seal?.ended ?? 'interrupted'
  return { id: run, fingerprint, started, ended, window, plan, tailgate, workers, targets, host }
}

function encodeNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  if (Number.isNaN(value)) return null
  return value > 0 ? 'inf' : '-inf'
}

/** What JSON lets stand though nobody can see it, spelled as JSON spells it. */
function escapeHidden(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
