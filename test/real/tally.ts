/** What came of everything tried, as it is told line by line. */
export class Tally {
  passed = 0
  failed = 0
  skipped = 0

  /**
   * One thing tried.
   * @param failures none: it held
   * @param excused what failed could not be tried here, and nobody asked for it by name
   */
  tell(what: readonly string[], failures: readonly string[], excused: boolean): void {
    const word = excused ? 'skipped' : failures.length === 0 ? 'ok' : 'FAILED'
    if (word === 'ok') this.passed++
    else if (word === 'skipped') this.skipped++
    else this.failed++
    console.log(`${word}: ${what.filter((part) => part !== '').join(' ')}`)
    for (const failure of failures) console.log(`    ${failure}`)
  }

  get line(): string {
    const { passed, failed, skipped } = this
    return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
  }
}
