import type { ComposeSection } from './section.ts'

/** The scenario to the letter, and how to run it again. */
export const composeScenario: ComposeSection = ({ manifest }) => {
  const { scenario, fingerprint, plan, run } = manifest
  const folder = `${scenario.log.dir.replace(/\/$/, '')}/${run}`
  return {
    id: 'scenario',
    title: 'Scenario and rerun',
    essential: false,
    blocks: [
      {
        kind: 'text',
        text: 'The scenario as it was resolved, every default filled in. Its stored copy plans the identical load.',
      },
      {
        kind: 'code',
        language: 'sh',
        text: `tailgate run ${quote(`${folder}/run.json`)} # the same load again\ntailgate report ${quote(folder)} # this report again, from the log`,
      },
      {
        kind: 'facts',
        facts: [
          { label: 'fingerprint', value: fingerprint, note: 'SHA-256 of the scenario' },
          ...(plan.digest === null
            ? []
            : [{ label: 'plan digest', value: plan.digest, note: 'SHA-256 of order and schedule' }]),
        ],
      },
      { kind: 'code', language: 'json', text: JSON.stringify(scenario, null, 2) },
    ],
  }
}

/** A path as a POSIX shell takes it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
