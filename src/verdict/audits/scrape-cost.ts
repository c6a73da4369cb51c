import { THRESHOLDS } from '../thresholds.ts'
import { spellShare, spellTime } from '../words.ts'
import type { Rule } from './rule.ts'

/** Reading a server that takes long to answer is load of its own. */
export const scrapeCost: Rule = ({ analysis: { attribution } }) =>
  (attribution?.scrapes ?? [])
    .filter(({ share }) => share > THRESHOLDS.scrapeShare)
    .map(({ source, duration, share }) => ({
      severity: 'warning' as const,
      message: `reading ${source} took ${spellTime(duration)} each time, ${spellShare(share)} of its interval`,
      fix: 'read it less often, or ask an exporter beside the server',
    }))
