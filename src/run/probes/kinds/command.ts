import type { Meter, MeterValue, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'
import { parsePrometheusText } from '../prometheus-text.ts'
import { runCommand } from '../run-command.ts'

/** A program that prints `name value` or `name{label="…"} value`: series by their own names and units, or any other. */
export async function openCommand({ argv }: ProbeOf<'command'>): Promise<Meter> {
  return {
    what: argv[0],
    recall: null,
    async read(signal) {
      const printed = await runCommand(argv, signal)
      const { samples, badLines } = parsePrometheusText(`${printed.toString('utf8')}\n`)
      const values: MeterValue[] = samples.filter(({ value }) => Number.isFinite(value))
      if (samples.length === 0 && badLines > 0) throw notValues(argv[0], printed)
      return { values: values.map(({ name, labels, value }) => ({ name, labels, value })), bytes: printed.length }
    },
    async close() {},
  }
}

function notValues(program: string, printed: Buffer) {
  const first = printed.toString('utf8').trimStart().split('\n', 1)[0].slice(0, 100)
  const message = `"${program}" should print lines such as "power 312.5", got "${first}"`
  return probeFailure('malformed', message, 'each line is a name, labels in braces where wanted, a space and a number')
}
