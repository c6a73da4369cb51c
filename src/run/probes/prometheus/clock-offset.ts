/** How far another machine's clock is ahead of ours, as far as its `Date` headers tell. ms. docs/methodology.md §11 */
export class ClockOffset {
  #least = Number.NEGATIVE_INFINITY
  #most = Number.POSITIVE_INFINITY

  /**
   * `Date` is cut to whole seconds, so one answer says it to a second; many, asked at different parts of the second,
   * close in on it.
   *
   * @param sent our wall clock before the request, ms
   * @param received our wall clock after the answer, ms
   */
  add(date: string | null, sent: number, received: number): void {
    const written = date === null ? Number.NaN : Date.parse(date)
    if (Number.isNaN(written)) return
    const least = written - received
    const most = written + 1000 - sent
    const contradicts = least > this.#most || most < this.#least
    // A clock that was stepped: what was learned before no longer holds.
    this.#least = contradicts ? least : Math.max(this.#least, least)
    this.#most = contradicts ? most : Math.min(this.#most, most)
  }

  /** null before any answer told. */
  get bounds(): { least: number; most: number } | null {
    return Number.isFinite(this.#least) ? { least: this.#least, most: this.#most } : null
  }

  /** What to take off its instants: nothing as long as both clocks may agree. */
  get correction(): number {
    const { bounds } = this
    if (bounds === null || (bounds.least <= 0 && bounds.most >= 0)) return 0
    return (bounds.least + bounds.most) / 2
  }
}
