import type { Source } from './source.ts'

/** Packages hold cores and uncore; memory is beside them; `psys` overlaps everything. */
const PACKAGE = { zone: /^package(-\d+)?$/ }
const DRAM = { zone: /^dram(-\d+)?$/ }

/** Kepler's figures of the whole node. Those of pods and containers are shares of it by CPU time, so they are not read. */
export const kepler: Source = {
  prefixes: ['kepler_node_'],
  device: ['path', 'zone'],
  rules: [
    { series: 'energy', from: ['kepler_node_cpu_joules'], where: PACKAGE, per: 'device', scope: 'cpu' },
    { series: 'energy', from: ['kepler_node_cpu_joules'], where: DRAM, per: 'device', scope: 'dram' },
    { series: 'power', from: ['kepler_node_cpu_watts'], where: PACKAGE, per: 'device', scope: 'cpu' },
    { series: 'power', from: ['kepler_node_cpu_watts'], where: DRAM, per: 'device', scope: 'dram' },
  ],
}
