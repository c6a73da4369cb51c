import type { Analysis } from '../../model/analysis.ts'
import type { Scenario } from '../../model/scenario.ts'
import type { Finding } from '../../model/verdict.ts'

export interface Evidence {
  analysis: Analysis
  scenario: Scenario
}

/** What a rule says; its name in the table is the finding's id. */
export type Remark = Omit<Finding, 'id'>

/** Looks at one way in which a run can mislead. Says nothing when it does not. */
export type Rule = (evidence: Evidence) => Remark[]
