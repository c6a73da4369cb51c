/** A burst of connects larger than a server's backlog loses packets, and each loss costs a second. */
const AT_ONCE = 64

/** Calls `open` `count` times, few at once. @throws the first error of `open`, after which no further call is made */
export async function openMany(count: number, open: () => Promise<void>): Promise<void> {
  let left = count
  async function opener(): Promise<void> {
    while (left > 0) {
      left--
      await open()
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, opener)).catch((error: unknown) => {
    left = 0
    throw error
  })
}
