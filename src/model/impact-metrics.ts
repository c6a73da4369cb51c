import { type Metric, metric, type Unit } from './metric-kind.ts'

const fault = (unit: Unit, better: Metric['better'], definition: string): Metric =>
  metric(unit, better, 'reliability', 'fault', definition, '8')

/**
 * What a fault did to the clients. One value per round of a fault; `value` is the worst round's, so that a bound on it
 * holds for every one, and where there are several rounds their median, least and greatest stand beside it.
 */
export const IMPACT_METRICS = {
  detection: fault('ns', 'lower', 'first failed end of a request that was hit − fault'),
  eviction: fault(
    'ns',
    'lower',
    'last request sent to the replica while it was down − fault; trials whether it is back aside',
  ),
  unavailable: fault('ns', 'lower', 'seconds since the fault in which fewer than half of the due requests ended ok'),
  'unavailable.longest': fault('ns', 'lower', 'the longest run of unavailable seconds'),
  dip: fault('share', 'lower', '1 − least goodput of a second before recovery / median before the fault'),
  recovery: fault(
    'ns',
    'lower',
    'time until goodput is within the tolerance of its median before the fault, and failures are no more than allowed, for as long as it must hold',
  ),
  'recovery.n-1': fault('ns', 'lower', 'recovery to the goodput of a run with one replica less'),
  'lost.requests': fault(
    'requests',
    'lower',
    'hits in flight that were lost, and the area between goodput before and goodput since, until recovery has held; signed',
  ),
  'lost.in-flight': fault('requests', 'lower', 'requests in flight on the replica at the fault that failed'),
  'excess.delay': fault(
    'ns',
    'lower',
    'latency − its median before, summed over ok requests until recovery has held: request-seconds, signed',
  ),
  affected: fault('share', 'lower', 'requests due between fault and recovery that were not good'),
  'blast.radius': fault(
    'count',
    'lower',
    'share of the requests in flight that were lost / the replica’s share of the fleet: 1 is its own and no more',
  ),
  'retry.amplification': fault('count', 'lower', 'wire calls per request until recovery / before the fault'),
  'goodput.after': fault('share', 'higher', 'mean goodput after recovery / median before the fault'),
  'goodput.n-1': fault(
    'share',
    'higher',
    'mean goodput without the replica / that of a run with one replica less; before the fault where no such run is given',
  ),
  'availability.after': fault(
    'share',
    'higher',
    'ok requests / all due from the fault until recovery has held; the interval is within this event',
  ),
  'budget.used': fault('count', 'lower', 'failures of the event / failures the objective allows the whole run'),
  'burn.rate': fault('count', 'lower', 'share of failures until recovery / share the objective allows'),
  readmission: fault('ns', 'lower', 'first good reply of the replica − its restart'),
  'cold.cache': fault(
    'ns',
    'lower',
    'median ttft of the replica over its first minute back − that of the others in the same time; ok requests',
  ),
} as const satisfies { readonly [name: string]: Metric }
