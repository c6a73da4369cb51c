import type { Command } from 'commander'
import type { Shell } from '../shell.ts'
import { declareCompletion } from './completion.ts'
import { declareDemo } from './demo.ts'
import { declareDoctor } from './doctor.ts'
import { declareInit } from './init.ts'
import { declarePlan } from './plan.ts'
import { declareReport } from './report.ts'
import { declareRun } from './run.ts'
import { declareSim } from './sim.ts'
import { declareValidate } from './validate.ts'

/** Every command, in the order `--help` lists them. */
export const commands: readonly ((program: Command, shell: Shell) => void)[] = [
  declareRun,
  declareDemo,
  declareInit,
  declareValidate,
  declarePlan,
  declareReport,
  declareDoctor,
  declareSim,
  declareCompletion,
]
