import { rehearseFaults } from '../distribute/rehearse-faults.ts'
import type { FaultDescription } from '../run/faults/describe-faults.ts'
import { readAccess } from './access.ts'
import type { LoadedTarget } from './loaded-target.ts'
import type { Terminal } from './terminal.ts'

/** `run --dry-run`: says what the scenario's faults would do, and does nothing. */
export async function dryRun({ scenario }: LoadedTarget, json: boolean, terminal: Terminal): Promise<void> {
  const access = await readAccess(scenario.targets, process.env)
  const targets = scenario.targets.map((target, i) => ({ target, access: access[i] }))
  const faults = await rehearseFaults(scenario, targets)
  if (json) for (const fault of faults) terminal.out(JSON.stringify(fault))
  else terminal.out(faults.length === 0 ? 'the scenario has no faults' : faults.map(spell).join('\n'))
  terminal.err(`nothing was done and nothing was sent; tailgate plan shows the load`)
}

function spell({ fault, replica, chosen, when, what, undo, confirmed }: FaultDescription): string {
  return `${fault}: ${replica} (${chosen}), ${when}
  does   ${what}
  undone ${undo}
  proven ${confirmed}`
}
