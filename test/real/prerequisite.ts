import { runStep } from './step.ts'

/** This machine cannot have a server, through no fault of anything tried. */
export class Impossible extends Error {
  override readonly name = 'Impossible'
}

/** @throws Impossible when a program is not there, or does not tell its version */
export async function requireProgram(folder: string, command: string, version = '--version'): Promise<void> {
  await runStep({ command, args: [version], cwd: folder }).catch(() => {
    throw new Impossible(`needs ${command}, which does not run here`)
  })
}
