import { runTailgate, type TailgateRun } from '../client.ts'
import { Mock, type MockSettings, type Truth } from '../mock.ts'
import type { Measure, Row } from './measure.ts'

const REQUESTS = 1000
const SLOTS = 16

/** M6: failures that HTTP shows. */
export const faults: Measure = {
  name: 'M6',
  run: () =>
    failing('M6: HTTP 500 and resets', { error: 0.05, reset: 0.05 }, ({ httpError, reset }) => ({
      http_5xx: httpError,
      truncated: reset,
    })),
}

/** M6b: failures inside HTTP 200. */
export const silentFaults: Measure = {
  name: 'M6b',
  run: () =>
    failing('M6b: error events in HTTP 200, FIN before the end', { errorEvent: 0.05, fin: 0.05 }, (truth) => ({
      stream_error: truth.errorEvent,
      truncated: truth.fin,
    })),
}

async function failing(
  name: string,
  settings: MockSettings,
  expected: (truth: Truth) => { readonly [outcome: string]: number },
): Promise<Row[]> {
  const mock = await Mock.start({ ttft: 20, itl: 4, ...settings })
  const run = await runTailgate(
    mock,
    {
      output: 16,
      load: { concurrency: SLOTS, queries: REQUESTS },
      slo: { request: ['latency <= 1s'], run: ['failed <= 1%'] },
    },
    REQUESTS,
  )
  const truth = await mock.truth()
  await mock.stop()
  return [counted(name, run, { ok: truth.good, ...expected(truth) }), ...exact(name, run, truth)]
}

function counted(name: string, run: TailgateRun, expected: { readonly [outcome: string]: number }): Row {
  const outcomes = Object.keys({ ...expected, ...run.outcomes })
  const missed = outcomes.reduce((sum, key) => sum + Math.abs((run.outcomes[key] ?? 0) - (expected[key] ?? 0)), 0)
  return {
    figure: `${name}: miscounted`,
    bar: '0, exit 1',
    value: missed,
    unit: '',
    pass: missed === 0 && run.exit === 1,
    note: `${JSON.stringify(run.outcomes)}, exit ${run.exit}`,
  }
}

function exact(name: string, run: TailgateRun, truth: Truth): Row[] {
  const error = run.figure('latency.ok', 'mean') - truth.latency.mean
  return [
    {
      figure: `${name}: mean latency of good answers, error`,
      bar: '≤ 1 ms',
      value: error,
      unit: 'ms',
      pass: Math.abs(error) <= 1,
      note: `said ${run.figure('latency.ok', 'mean').toFixed(2)}, true ${truth.latency.mean.toFixed(2)} ms`,
    },
    {
      figure: `${name}: good requests / truth`,
      bar: '1',
      value: run.good / truth.good,
      unit: '',
      pass: run.good === truth.good,
      note: `goodput ${run.figure('goodput', 'value').toFixed(1)}/s`,
    },
  ]
}
