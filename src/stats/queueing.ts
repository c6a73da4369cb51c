/** Long-run averages of a queue, times in the unit of 1/rate. Predictions to hold measurements against, never results. */
export interface QueuePrediction {
  /** Utilization. */
  rho: number
  /** Probability that an arrival waits. */
  pw: number
  /** Mean wait, mean number waiting, mean time in system, mean number in system. */
  wq: number
  lq: number
  w: number
  l: number
  waitP99: number
}

/** M/M/c by Erlang's C formula. @throws RangeError when the queue has no steady state. docs/methodology.md §7.5 */
export function mmc(lambda: number, mu: number, servers: number): QueuePrediction {
  const load = lambda / mu
  const rho = load / servers
  if (rho >= 1) throw new RangeError(`no steady state at utilization ${rho}`)
  let blocked = 1
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked)
  const pw = blocked / (1 - rho * (1 - blocked))
  const wq = pw / (servers * mu - lambda)
  const w = wq + 1 / mu
  const waitP99 = pw > 0.01 ? Math.log(pw / 0.01) / (servers * mu - lambda) : 0
  return { rho, pw, wq, lq: lambda * wq, w, l: lambda * w, waitP99 }
}

/**
 * Mean wait of M/G/1 by Pollaczek and Khinchine: ρ·E[S]·(1 + scv) / (2(1 − ρ)). docs/methodology.md §7.5
 * @param scv squared coefficient of variation of the service time
 */
export function mg1Wait(lambda: number, meanService: number, scv: number): number {
  const rho = lambda * meanService
  return (rho * meanService * (1 + scv)) / (2 * (1 - rho))
}
