import { EXIT, Failure } from '../../base/failure.ts'
import type { Dataset, TensorInput } from '../../model/scenario.ts'
import { stream } from '../../stats/random/stream.ts'
import type { OpenDataset, TensorData } from './dataset.ts'
import { elementsOf, givenTensor } from './given-tensor.ts'
import { randomValue } from './random-tensor.ts'

type Spec = Extract<Dataset, { kind: 'tensors' }>

/** Inputs of a model as tensors: given values are the same in every sample, random ones differ by sample and input. */
export async function openTensors(spec: Spec): Promise<OpenDataset> {
  if (spec.count < 1) {
    throw new Failure('dataset.empty', `expected a count of at least 1, got ${spec.count}`, { exit: EXIT.usage })
  }
  const readers = spec.inputs.map((input) => ({ ...named(input), data: dataOf(input, spec.seed) }))
  return {
    size: spec.count,
    sample: (i) => ({
      kind: 'tensors',
      inputs: readers.map((reader) => ({ ...reader, data: reader.data(i) })),
      outputs: spec.outputs,
      binary: spec.binary,
    }),
    arrivals: null,
    close: () => {},
  }
}

const named = ({ name, shape, datatype }: TensorInput) => ({ name, shape, datatype })

function dataOf(input: TensorInput, seed: string): (sample: number) => TensorData {
  const length = elementsOf(input)
  if (input.data !== 'random') {
    const given = givenTensor(input, input.data)
    return () => given
  }
  const draw = randomValue[input.datatype]
  return (sample) => {
    const random = stream(seed, `dataset/tensor/${input.name}/${sample}`)
    return Array.from({ length }, () => draw(random))
  }
}
