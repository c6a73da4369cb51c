import type { Failure } from '../../../base/failure.ts'
import type { Nanos } from '../../../base/nanos.ts'
import { LineStream } from '../line-stream.ts'
import type { Meter, MeterSample, MeterWorld, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'
import { runCommand } from '../run-command.ts'
import { SMI_FIELDS, smiArguments, smiFieldsOf, smiValues } from '../smi-table.ts'

/** Reads without a line until it counts as silent: a process and a timer of the same pace are never in step. */
const PATIENCE = 3

/**
 * Power of GPUs through nvidia-smi, which has no energy counter to offer. Without a query of its own in the argument list
 * one process goes on printing (`-lms`); with one it is run for each read.
 */
export async function openNvidiaSmi(probe: ProbeOf<'nvidia-smi'>, { now }: MeterWorld): Promise<Meter> {
  const fields = smiFieldsOf(probe.argv)
  return fields === null ? new SmiStream(probe, now) : oneShot(probe.argv, fields)
}

function oneShot(argv: readonly string[], fields: readonly string[]): Meter {
  return {
    what: argv[0],
    recall: null,
    async read(signal) {
      const printed = await runCommand(argv, signal)
      const lines = printed.toString('utf8').split('\n')
      const values = lines.flatMap((line) => smiValues(fields, line))
      if (values.length === 0) throw nothing(argv[0])
      return { values, bytes: printed.length }
    },
    async close() {},
  }
}

class SmiStream implements Meter {
  readonly what: string
  readonly recall = null
  readonly #argv: readonly string[]
  readonly #every: Nanos
  readonly #now: MeterWorld['now']
  #fields: readonly string[] = []
  #stream: LineStream | null = null

  constructor({ argv, every }: ProbeOf<'nvidia-smi'>, now: MeterWorld['now']) {
    this.what = argv[0]
    this.#argv = argv
    this.#every = every
    this.#now = now
  }

  readonly read = async (signal: AbortSignal): Promise<MeterSample> => {
    this.#stream ??= await this.#begin(signal)
    const lines = await this.#stream.take(PATIENCE, signal)
    const values = lines.flatMap(({ at, text }) => smiValues(this.#fields, text).map((value) => ({ ...value, at })))
    if (lines.length > 0 && values.length === 0) throw nothing(this.what)
    const ofTheRun = values.flatMap(({ at, ...value }) => (at === null ? [] : [{ ...value, at }]))
    return { values: ofTheRun, bytes: lines.reduce((sum, { text }) => sum + text.length + 1, 0) }
  }

  async close(): Promise<void> {
    await this.#stream?.close()
  }

  /** Asks once for each set of fields, until the driver knows them all. */
  async #begin(signal: AbortSignal): Promise<LineStream> {
    let refusal: Failure | null = null
    for (const fields of SMI_FIELDS) {
      const argv = [...this.#argv, ...smiArguments(fields)]
      try {
        await runCommand(argv, signal)
        this.#fields = fields
        return new LineStream([...argv, '-lms', String(Math.max(1, Math.round(this.#every / 1e6)))], this.#now)
      } catch (error) {
        refusal = error as Failure
        if (refusal.code !== 'probe.refused') throw refusal
      }
    }
    throw refusal
  }
}

function nothing(program: string): Failure {
  const hint = 'does the GPU tell its power? try: nvidia-smi --query-gpu=uuid,power.draw --format=csv'
  return probeFailure('unknown', `"${program}" printed no value that can be read`, hint)
}
