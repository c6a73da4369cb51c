/** What was checked of one run, in order, and what did not hold. */
export class CheckList {
  passed = 0
  readonly failures: string[] = []

  /** @param got shown when it does not hold */
  that(what: string, holds: boolean, got: string): void {
    if (holds) this.passed++
    else this.failures.push(`${what}: got ${got}`)
  }

  equal<T extends number | string | null>(what: string, got: T, expected: T): void {
    this.that(`${what} is ${expected}`, got === expected, String(got))
  }
}
