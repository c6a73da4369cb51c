import type { OpenDataset } from './datasets/dataset.ts'
import type { Payload } from './protocols/protocol.ts'

/** Encoded bodies kept at once; past it all are dropped and made again. */
const MEMORY = 256 * 2 ** 20

/** Encodes each sample once per target kind and keeps the bytes, so that nothing is serialized when a request is due. */
export class Payloads {
  readonly #dataset: OpenDataset
  readonly #encode: (index: number, dataset: OpenDataset) => Payload
  readonly #ready = new Map<number, Payload>()
  #bytes = 0

  constructor(dataset: OpenDataset, encode: (index: number, dataset: OpenDataset) => Payload) {
    this.#dataset = dataset
    this.#encode = encode
  }

  /** @param sample index into the dataset */
  of(sample: number): Payload {
    return this.#ready.get(sample) ?? this.#make(sample)
  }

  #make(sample: number): Payload {
    const payload = this.#encode(sample, this.#dataset)
    this.#bytes += payload.body.byteLength + 200
    if (this.#bytes > MEMORY) {
      this.#ready.clear()
      this.#bytes = payload.body.byteLength
    }
    this.#ready.set(sample, payload)
    return payload
  }
}
