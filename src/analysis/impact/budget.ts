import type { ErrorBudget } from '../../model/impact.ts'

/**
 * What an event took of the failures that an objective allows. `used` is over the whole cohort, `burn` over the event: at
 * a burn of 14.4 an hour uses 2 % of the budget of 30 days. docs/methodology.md §8
 * @param objective share of requests that should end ok
 * @param cohort requests of the whole run
 * @param bad failures of the event
 * @param failedShare share of failures while it lasted
 */
export function errorBudget(objective: number, cohort: number, bad: number, failedShare: number): ErrorBudget {
  const share = 1 - objective
  const allowed = share * cohort
  return {
    objective,
    allowed,
    bad,
    used: bad === 0 ? 0 : bad / allowed,
    burn: failedShare === 0 ? 0 : failedShare / share,
  }
}
