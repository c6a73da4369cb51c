import { basename, dirname } from 'node:path'
import { type Command, Option } from 'commander'
import { EXIT, Failure } from '../../base/failure.ts'
import { exitCodeOf } from '../exit-code.ts'
import type { Shell } from '../shell.ts'

const FORMATS = ['terminal', 'json', 'markdown', 'csv', 'hlog', 'html'] as const
type Format = (typeof FORMATS)[number]

export function declareReport(program: Command, { terminal, exit }: Shell): void {
  program
    .command('report')
    .description('render a stored run again, in any format')
    .argument('<run>', 'the folder a run wrote, or its run.json')
    .addOption(new Option('--format <format>', 'what to make of it').choices(FORMATS).default('terminal'))
    .option('-o, --output <file>', 'write there instead of to stdout')
    .option('--json', 'the same as --format json')
    .option('--views', 'write report.html, report.json and report.md into the run’s folder again')
    .addHelpText('after', EXAMPLES)
    .action(async (given: string, options: { format: Format; output?: string; json?: true; views?: true }) => {
      const { readRun } = await import('../read-run.ts')
      // What `tailgate run` takes to run it again is also a run.
      const folder = basename(given) === 'run.json' ? dirname(given) : given
      const run = await readRun(folder)
      if (options.views) {
        const { writeViews } = await import('../views.ts')
        terminal.err(`wrote ${await writeViews(folder, run.report)}`)
      }
      const text = await render(options.json ? 'json' : options.format)
      if (options.output === undefined) terminal.out(text)
      else await writeTo(options.output, text)
      exit(exitCodeOf(run.verdict, run.log.seal))

      async function render(format: Format): Promise<string> {
        if (format === 'hlog') return (await import('../hlog-export.ts')).hlogOf(run)
        const { RENDERERS } = await import('../../report/renderers/index.ts')
        return RENDERERS[format].render(run.report, { width: terminal.width, color: terminal.outColor })
      }
    })
}

async function writeTo(file: string, text: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises')
  try {
    await writeFile(file, text)
  } catch (cause) {
    throw new Failure('report.write', `cannot write ${file}: ${(cause as Error).message}`, { exit: EXIT.usage, cause })
  }
}

const EXAMPLES = `
Examples:
  tailgate report reports/20260131-142501-gate-1a2b3c
  tailgate report reports/… --format html -o gate.html
  tailgate report reports/… --format hlog | head     for HdrHistogram's own tools

Exits with the code the run itself ended with.`
