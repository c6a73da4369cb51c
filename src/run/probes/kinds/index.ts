import type { Probe } from '../../../model/probe.ts'
import type { Meter, MeterWorld, ProbeOf } from '../meter.ts'
import { openCommand } from './command.ts'
import { openCsv } from './csv.ts'
import { openIpmi } from './ipmi.ts'
import { openMetrics } from './metrics.ts'
import { openNvidiaSmi } from './nvidia-smi.ts'
import { openPrometheus } from './prometheus.ts'
import { openRapl } from './rapl.ts'
import { openRedfish } from './redfish.ts'

type Opener<K extends Probe['kind']> = (probe: ProbeOf<K>, world: MeterWorld) => Promise<Meter>

/** Every kind of probe. */
export const meters: { readonly [K in Probe['kind']]: Opener<K> } = {
  metrics: openMetrics,
  prometheus: openPrometheus,
  'nvidia-smi': openNvidiaSmi,
  rapl: openRapl,
  redfish: openRedfish,
  ipmi: openIpmi,
  command: openCommand,
  csv: openCsv,
}

/** @throws Failure when it is clear without a read that the meter cannot work */
export function openMeter(probe: Probe, world: MeterWorld): Promise<Meter> {
  const open: Opener<never> = meters[probe.kind]
  return open(probe as never, world)
}
