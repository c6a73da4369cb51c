import type { Analysis } from '../../model/analysis.ts'
import type { Section } from '../../model/report.ts'
import type { Verdict } from '../../model/verdict.ts'

/** Composes one section, or null where the run has nothing to say under that title. */
export type ComposeSection = (analysis: Analysis, verdict: Verdict) => Section | null
