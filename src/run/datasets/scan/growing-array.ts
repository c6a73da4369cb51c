type NumberArray = Float64Array | Uint32Array | Int32Array

/** A typed array that grows by doubling: numbers of a scan whose count is known only at its end. */
export class GrowingArray<A extends NumberArray> {
  readonly #make: new (
    length: number,
  ) => A
  #values: A
  #length = 0

  constructor(make: new (length: number) => A) {
    this.#make = make
    this.#values = new make(1024)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new this.#make(2 * this.#length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#length++] = value
  }

  at(index: number): number {
    return this.#values[index]
  }

  /** What was pushed, in an array of its own. */
  trim(): A {
    return this.#values.slice(0, this.#length) as A
  }
}
