import assert from 'node:assert/strict'
import { test } from 'node:test'
import { composeReport } from '../../../src/report/compose.ts'
import type { Renderer } from '../../../src/report/renderers/renderer.ts'
import { HOSTILE, SAMPLES } from '../samples.ts'

export const PLAIN = { color: false, width: 80 }

/** What every renderer keeps, whatever it is given. */
export function rendererContract(name: string, renderer: Renderer): void {
  for (const [sample, make] of Object.entries(SAMPLES)) {
    test(`${name} gives the same bytes for the same ${sample} run`, () => {
      const [first, second] = [make(), make()].map(({ analysis, verdict }) =>
        renderer.render(composeReport(analysis, verdict), PLAIN),
      )
      assert.equal(first, second)
      assert.ok(first.endsWith('\n'))
    })

    test(`${name} leaves the report of a ${sample} run as it was`, () => {
      const { analysis, verdict } = make()
      const report = composeReport(analysis, verdict)
      const before = structuredClone(report)
      renderer.render(report, { color: true, width: 120 })
      assert.deepEqual(report, before)
    })
  }

  test(`${name} lets no control, bidirectional or broken character of a server through`, () => {
    const { analysis, verdict } = SAMPLES.killed()
    Object.assign(analysis.impacts[0], { fault: HOSTILE, replica: HOSTILE, method: HOSTILE })
    for (const strip of analysis.timeline.replicas) strip.replica = HOSTILE
    for (const event of analysis.events) if (event.kind === 'fault') event.because = HOSTILE
    analysis.manifest.scenario.targets[0].name = HOSTILE
    analysis.manifest.run = HOSTILE
    for (const one of analysis.figures) if (one.over.replica === 'a') one.over.replica = HOSTILE
    verdict.findings.push({ id: HOSTILE, severity: 'warning', message: HOSTILE, fix: HOSTILE })
    verdict.checks[0].because = HOSTILE
    const text = renderer.render(composeReport(analysis, verdict), PLAIN)
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    assert.equal(text, text.toWellFormed())
  })
}
