import { type Source, totals } from './source.ts'

const US = 1e-6

/**
 * Triton. Its models are added up; an ensemble counts itself and its members. Power and energy are read anew every
 * `--metrics-interval-ms`, 2 s unless told otherwise.
 */
export const triton: Source = {
  prefixes: ['nv_inference_', 'nv_gpu_', 'nv_energy_'],
  device: ['gpu_uuid'],
  rules: [
    { series: 'requests.waiting', from: ['nv_inference_pending_request_count'] },
    { series: 'requests.finished', from: ['nv_inference_request_success', 'nv_inference_request_failure'] },
    ...totals('ttft', 'nv_inference_first_response_histogram_ms', 1e-3),
    { series: 'e2e.sum', from: ['nv_inference_request_duration_us'], scale: US },
    { series: 'e2e.count', from: ['nv_inference_request_success'] },
    { series: 'queue.sum', from: ['nv_inference_queue_duration_us'], scale: US },
    { series: 'queue.count', from: ['nv_inference_request_success'] },
    { series: 'energy', from: ['nv_energy_consumption'], per: 'device', scope: 'gpu' },
    { series: 'power', from: ['nv_gpu_power_usage'], per: 'device', scope: 'gpu' },
    { series: 'gpu.utilization', from: ['nv_gpu_utilization'], per: 'device' },
    { series: 'gpu.memory', from: ['nv_gpu_memory_used_bytes'], per: 'device' },
  ],
}
