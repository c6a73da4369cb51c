import type { CarbonSettings, EnergySettings, HardwareSettings, Prices } from '../../model/economy-settings.ts'
import { spellShare } from '../spell.ts'
import { given, type Mapping } from './given.ts'

/** The `prices` of a scenario file. */
export function pricesOf({ usdPerReplicaHour, basis, uncertainty, ...rest }: Prices): Mapping {
  const price =
    basis.per === 'gpu' ? { gpu: `${basis.usd} USD/h`, gpus: basis.gpus } : { replica: `${usdPerReplicaHour} USD/h` }
  return { ...price, ...rest, uncertainty: spellShare(uncertainty) }
}

/** The `energy` of a scenario file. */
export function energyOf({ idleWatts, meterError, ...rest }: EnergySettings): Mapping {
  return given({
    ...rest,
    idle: idleWatts === null ? null : `${idleWatts} W`,
    meterError: meterError === null ? null : spellShare(meterError),
  })
}

/** The `carbon` of a scenario file. */
export function carbonOf({ gramsPerKwh, embodiedGramsPerHour, ...rest }: CarbonSettings): Mapping {
  return given({
    intensity: `${gramsPerKwh} g/kWh`,
    ...rest,
    embodied: embodiedGramsPerHour === null ? null : `${embodiedGramsPerHour} g/h`,
  })
}

/** The `hardware` of a scenario file. */
export const hardwareOf = (hardware: HardwareSettings): Mapping => given(hardware)
