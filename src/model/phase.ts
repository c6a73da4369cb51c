/**
 * `warmup` is never counted, `measure` is what every figure is over, `tail` keeps the load up while the last measured
 * requests end. The position is the code in the log's numeric columns.
 */
export const PHASES = ['warmup', 'measure', 'tail'] as const
export type Phase = (typeof PHASES)[number]
