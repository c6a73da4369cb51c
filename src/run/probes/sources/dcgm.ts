import type { Source } from './source.ts'

/**
 * NVIDIA's DCGM exporter. Pods that share a GPU, and instances of one that is partitioned, each carry the figures of
 * the whole GPU. Unless told otherwise it collects every 30 s, however often it is asked.
 */
export const dcgm: Source = {
  prefixes: ['DCGM_FI_'],
  device: ['UUID', 'uuid', 'gpu'],
  /** DCGM's blank double; its blank integers are larger still. */
  blank: 1.4073748835532e14,
  rules: [
    { series: 'energy', from: ['DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION'], scale: 1e-3, per: 'device', scope: 'gpu' },
    { series: 'power', from: ['DCGM_FI_DEV_POWER_USAGE'], per: 'device', scope: 'gpu' },
    { series: 'power', from: ['DCGM_FI_DEV_POWER_USAGE_INSTANT'], per: 'device', scope: 'gpu' },
    { series: 'gpu.utilization', from: ['DCGM_FI_PROF_GR_ENGINE_ACTIVE'], per: 'device' },
    { series: 'gpu.utilization', from: ['DCGM_FI_DEV_GPU_UTIL'], scale: 1e-2, per: 'device' },
    { series: 'gpu.memory', from: ['DCGM_FI_DEV_FB_USED'], scale: 2 ** 20, per: 'device' },
  ],
}
