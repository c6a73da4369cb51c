const SLACK = 1e-12
const REPLICA_SLACK = 1e-9

/**
 * `value <= limit`, allowing for binary rounding: |0.866 − 0.871| is above 0.005 in doubles and must pass all the same.
 * docs/methodology.md §0
 */
export const atMost = (value: number, limit: number): boolean => value <= limit + SLACK

/** `value >= limit` with the same allowance. */
export const atLeast = (value: number, limit: number): boolean => value >= limit - SLACK

/** Whole units that cover a demand: 100 / 10 × 1.1 is 11.000000000000002 in doubles and needs 11. docs/methodology.md §0 */
export const wholeUnits = (demand: number): number => Math.ceil(demand - REPLICA_SLACK)
