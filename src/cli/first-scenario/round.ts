const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The next number of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not below. */
export function roundUp(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value))
  return clean(STEPS.find((step) => step * scale >= value * (1 - 1e-9))! * scale)
}

/** The same, not above. */
export function roundDown(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value))
  return clean(STEPS.findLast((step) => step * scale <= value * (1 + 1e-9))! * scale)
}

const clean = (value: number): number => Number(value.toPrecision(6))
