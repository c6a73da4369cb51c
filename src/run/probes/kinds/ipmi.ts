import type { Meter, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'
import { runCommand } from '../run-command.ts'

const WATTS = /instantaneous power reading\s*:\s*([\d.]+)\s*watts/i
const STATE = /power reading state is\s*:\s*(\S+)/i

/** Power of the whole node, as its management controller says through DCMI. */
export async function openIpmi({ argv }: ProbeOf<'ipmi'>): Promise<Meter> {
  return {
    what: argv[0],
    recall: null,
    async read(signal) {
      const printed = await runCommand(argv, signal)
      const text = printed.toString('utf8')
      const watts = Number(WATTS.exec(text)?.[1])
      const state = STATE.exec(text)?.[1] ?? 'activated'
      if (state !== 'activated') throw probeFailure('refused', `"${argv[0]}" says that power reading is ${state}`, HINT)
      if (!Number.isFinite(watts)) throw probeFailure('malformed', `"${argv[0]}" prints no instantaneous power`, HINT)
      return {
        values: [{ name: 'power', labels: { device: 'node', scope: 'node' }, value: watts }],
        bytes: printed.length,
      }
    },
    async close() {},
  }
}

const HINT = 'does the board measure power? try: ipmitool dcmi power reading'
