import type { TensorModel, TensorSpec } from './models.ts'

const CONFIG_TYPES = { FP32: 'TYPE_FP32', BYTES: 'TYPE_STRING', INT32: 'TYPE_INT32', BOOL: 'TYPE_BOOL' } as const

/** `GET /v2/models/M/config`: the parts of Triton's model configuration that a client may look at. */
export function modelConfig(model: TensorModel): object {
  return {
    name: model.name,
    platform: '',
    backend: 'python',
    runtime: '',
    version_policy: { latest: { num_versions: 1 } },
    max_batch_size: model.maxBatch,
    input: model.inputs.map(input),
    output: model.outputs.map(output),
    batch_input: [],
    batch_output: [],
    optimization: {
      priority: 'PRIORITY_DEFAULT',
      input_pinned_memory: { enable: true },
      output_pinned_memory: { enable: true },
      gather_kernel_buffer_threshold: 0,
      eager_batching: false,
    },
    instance_group: [instance(model.name)],
    default_model_filename: 'model.py',
    cc_model_filenames: {},
    metric_tags: {},
    parameters: {},
    model_warmup: [],
    ...(model.decoupled ? { model_transaction_policy: { decoupled: true } } : {}),
  }
}

const input = ({ name, datatype, dims, optional }: TensorSpec): object => ({
  name,
  data_type: CONFIG_TYPES[datatype],
  format: 'FORMAT_NONE',
  dims,
  is_shape_tensor: false,
  allow_ragged_batch: false,
  optional: optional ?? false,
  is_non_linear_format_io: false,
})

const output = ({ name, datatype, dims }: TensorSpec): object => ({
  name,
  data_type: CONFIG_TYPES[datatype],
  dims,
  label_filename: '',
  is_shape_tensor: false,
  is_non_linear_format_io: false,
})

const instance = (model: string): object => ({
  name: `${model}_0`,
  kind: 'KIND_CPU',
  count: 1,
  gpus: [],
  secondary_devices: [],
  profile: [],
  passive: false,
  host_policy: '',
})
