/** A connection whose exchange may not have heard yet that its bytes were handed over. */
interface Unsaid {
  sayUnsaid(): void
}

/**
 * Exchanges hear that they were sent only after `send` has returned. All those of one turn of the event loop hear
 * together: a callback for each would cost as much as reading its answer.
 */
export class SentNotices {
  private waiting: Unsaid[] = []
  private readonly say = (): void => {
    const waiting = this.waiting
    this.waiting = []
    for (const connection of waiting) connection.sayUnsaid()
  }

  add(connection: Unsaid): void {
    if (this.waiting.length === 0) setImmediate(this.say)
    this.waiting.push(connection)
  }
}
