import { EXIT, Failure } from '../../base/failure.ts'
import type { Arrivals } from '../../model/scenario.ts'

/** @throws Failure of exit `usage` when a number of the arrival process makes it stand still or run away */
export function refuseUnpaced(spec: Arrivals): void {
  if ('rate' in spec && spec.rate !== null) needPositive('rate', spec.rate)
  if (spec.kind === 'gamma') needPositive('burstiness', spec.burstiness)
  if (spec.kind === 'trace') needPositive('scale', spec.scale)
  if (spec.kind !== 'stages') return
  for (const { rate, duration } of spec.stages) {
    needNotNegative('the rate of a stage', rate)
    needNotNegative('the duration of a stage', duration)
  }
}

function needPositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw unusable(name, value, 'more than 0')
}

function needNotNegative(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) throw unusable(name, value, '0 or more')
}

function unusable(name: string, value: number, expected: string): Failure {
  return new Failure('arrivals.unpaced', `${name} is ${value}; expected a finite number, ${expected}`, {
    exit: EXIT.usage,
    hint: 'see load in the scenario file',
  })
}
