import type { Command } from 'commander'
import type { Shell } from '../program.ts'
import { declarePlan } from './plan.ts'
import { declareReport } from './report.ts'
import { declareRun } from './run.ts'
import { declareValidate } from './validate.ts'

/** Every command, in the order `--help` lists them. */
export const commands: readonly ((program: Command, shell: Shell) => void)[] = [
  declareRun,
  declarePlan,
  declareValidate,
  declareReport,
]
