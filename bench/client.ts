import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from '../src/model/figure.ts'
import { asClient } from './cores.ts'
import { Meter, type Usage } from './meter.ts'
import type { Mock } from './mock.ts'
import { BUILT, CACHE } from './places.ts'

/** The parts of a scenario file in which measurements differ. */
export interface Load {
  output?: number
  stream?: boolean
  /** Leave the first seconds out of the figures: until V8 has compiled what runs often, a process is not itself. */
  warm?: boolean
  load: { readonly [key: string]: unknown }
  slo?: { readonly [key: string]: unknown }
  /** Called while the run's folder is still there. */
  stored?: (folder: string) => Promise<void>
  /** Further keys of the scenario. */
  rest?: { readonly [key: string]: unknown }
}

export interface TailgateRun {
  exit: number
  /** From the start of the process to its end, s. */
  seconds: number
  /** When the process was started, ns of the monotonic clock. */
  started: number
  outcomes: { readonly [outcome: string]: number }
  planned: number
  good: number
  usage: Usage
  meter: Meter
  /** A figure of the measured phase, in ms where it is a time. */
  figure(metric: string, stat: string): number
}

const LIMIT_MILLIS = 120_000
export const WARM_UP_SECONDS = 3

/** Runs Tailgate once against the mock, everything recorded, and reads what it says. */
export async function runTailgate(mock: Mock, load: Load, requests: number, entry = BUILT): Promise<TailgateRun> {
  const folder = mkdtempSync(join(CACHE, 'run-'))
  await mock.reset()
  try {
    const file = join(folder, 'scenario.json')
    writeFileSync(file, JSON.stringify(scenarioOf(mock, load, folder)))
    const started = Number(process.hrtime.bigint())
    const child = spawn(...asClient(process.execPath, [entry, 'run', file, '--json', '--quiet']), {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MILLIS,
    })
    const meter = new Meter(child.pid as number, mock)
    const { exit, out, err } = await ended(child)
    meter.stop()
    const seconds = (Number(process.hrtime.bigint()) - started) / 1e9
    if (!out.startsWith('{')) throw new Error(`tailgate ended with ${exit}: ${err}`)
    const stored: string = JSON.parse(out).run
    await load.stored?.(stored)
    return { exit, seconds, started, meter, usage: meter.steady(requests), ...reportOf(stored) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function scenarioOf(
  mock: Mock,
  { output = 1, stream = true, warm = false, load, slo, rest }: Load,
  folder: string,
): object {
  return {
    tailgate: 1,
    name: 'bench',
    targets: { url: mock.url, protocol: 'openai-completions', model: 'mock' },
    dataset: { synthetic: { count: 1000, input: 16, output } },
    load: { warmup: { requests: 0, duration: warm ? `${WARM_UP_SECONDS}s` : '0s' }, drain: '10s', ...load },
    request: { stream },
    log: { tokens: 'all', dir: join(folder, 'reports') },
    ...(slo === undefined ? {} : { slo }),
    ...rest,
  }
}

function reportOf(folder: string) {
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  const figures: readonly Figure[] = report.figures
  return {
    planned: report.books.planned as number,
    outcomes: report.books.outcomes as { readonly [outcome: string]: number },
    good: report.books.measured.good as number,
    figure(metric: string, stat: string): number {
      const found = figures.find((figure) => figure.metric === metric && figure.stat === stat)
      if (found === undefined) return Number.NaN
      return found.unit === 'ns' ? found.value / 1e6 : found.value
    },
  }
}

async function ended(child: ChildProcess): Promise<{ exit: number; out: string; err: string }> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()))
  const [exit] = await once(child, 'close')
  return { exit: exit ?? -1, out: out.trim(), err: err.trim() }
}

/** Runs the bare reader: the floor of the same load. */
export async function runReader(
  mock: Mock,
  connections: number,
  tokens: number,
  requests: number,
  plain = false,
): Promise<Usage> {
  await mock.reset()
  const args = [mock.port, connections, tokens, requests].map(String)
  const child = spawn(...asClient(join(CACHE, 'reader'), plain ? [...args, 'plain'] : args), {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LIMIT_MILLIS,
  })
  const meter = new Meter(child.pid as number, mock)
  const { exit } = await ended(child)
  meter.stop()
  if (exit !== 0) throw new Error(`the reader ended with ${exit}`)
  return meter.steady(requests)
}
