/** Integer nanoseconds. Inside Tailgate every instant and duration has this unit; milliseconds exist only in text. */
export type Nanos = number & { readonly __unit: 'ns' }

export const NS_PER_US = 1e3
export const NS_PER_MS = 1e6
export const NS_PER_S = 1e9

/** Declares that a number already is integer nanoseconds. */
export const nanos = (value: number): Nanos => value as Nanos

/** Rounds seconds to whole nanoseconds. */
export const fromSeconds = (seconds: number): Nanos => Math.round(seconds * NS_PER_S) as Nanos

/** Rounds milliseconds to whole nanoseconds. */
export const fromMillis = (millis: number): Nanos => Math.round(millis * NS_PER_MS) as Nanos

export const toSeconds = (value: Nanos): number => value / NS_PER_S
