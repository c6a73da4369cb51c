import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { composeReport } from '../../../src/report/compose.ts'
import { type FormatName, RENDERERS } from '../../../src/report/renderers/index.ts'
import { SAMPLES } from '../samples.ts'
import { PLAIN, rendererContract } from './contract.ts'

const GOLDENS = new URL('../../fixtures/report/', import.meta.url)

/** The pictures and the style sheet make the page large: one sample of it stands for all. */
const SHOWN: { readonly [format in FormatName]: readonly (keyof typeof SAMPLES)[] } = {
  terminal: ['passing', 'failing', 'killed', 'priced', 'invalid', 'interrupted', 'insufficient', 'empty'],
  markdown: ['failing', 'killed', 'priced', 'invalid', 'insufficient'],
  csv: ['failing'],
  json: ['failing'],
  html: ['failing'],
}

for (const [name, renderer] of Object.entries(RENDERERS)) {
  describe(`renderer ${name}`, () => {
    rendererContract(name, renderer)

    for (const sample of SHOWN[name as FormatName]) {
      test(`${name} renders the ${sample} run as its golden file says`, () => {
        const { analysis, verdict } = SAMPLES[sample]()
        compare(`${sample}.${renderer.extension}`, renderer.render(composeReport(analysis, verdict), PLAIN))
      })
    }
  })
}

/** `UPDATE_GOLDENS=1` writes the files anew; the difference is then read in review. */
function compare(file: string, text: string): void {
  const golden = new URL(file, GOLDENS)
  if (process.env.UPDATE_GOLDENS) writeFileSync(golden, text)
  assert.ok(existsSync(golden), `no ${file}: run with UPDATE_GOLDENS=1 and read what it wrote`)
  assert.equal(text, readFileSync(golden, 'utf8'))
}
