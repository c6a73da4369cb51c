import { composeAttribution } from './attribution.ts'
import { composeDistributions } from './distributions.ts'
import { composeEconomy } from './economy.ts'
import { composeFaultDetail } from './fault-detail.ts'
import { composeFaults } from './faults.ts'
import { composeFigures } from './figures.ts'
import { composeFlags } from './flags.ts'
import { composeGlossary } from './glossary.ts'
import { composeOtherFigures } from './other-figures.ts'
import { composeOutcomes } from './outcomes.ts'
import { composePercentiles } from './percentiles.ts'
import { composeReplicas } from './replicas.ts'
import { composeScenario } from './scenario.ts'
import type { ComposeSection } from './section.ts'
import { composeStreams } from './streams.ts'
import { composeTimeline } from './timeline.ts'
import { composeValidity } from './validity.ts'
import { composeVerdict } from './verdict.ts'

/** The sections of every report, in the order in which they are read. */
export const SECTIONS: readonly ComposeSection[] = [
  composeVerdict,
  composeFaults,
  composeFigures,
  composeOutcomes,
  composeEconomy,
  composeFaultDetail,
  composeTimeline,
  composePercentiles,
  composeDistributions,
  composeAttribution,
  composeReplicas,
  composeStreams,
  composeFlags,
  composeOtherFigures,
  composeValidity,
  composeScenario,
  composeGlossary,
]
