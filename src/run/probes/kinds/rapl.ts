import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../../../base/failure.ts'
import type { Meter, MeterValue, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'

const JOULES_PER_UJ = 1e-6
const ZONE = /^intel-rapl:\d+(:\d+)?$/

/** A counter of the processor: a package, or the memory beside it. */
interface Zone {
  folder: string
  labels: { device: string; scope: 'cpu' | 'dram' }
  /** The counter wraps there. */
  range: number | null
}

/**
 * Energy counters of processors and memory, through Linux' powercap. Cores are inside packages and `psys` overlaps
 * everything, so they are left out.
 */
export async function openRapl({ root }: ProbeOf<'rapl'>): Promise<Meter> {
  const zones = await findZones(root)
  return {
    what: root,
    recall: null,
    async read(signal) {
      signal.throwIfAborted()
      const texts = await Promise.all(zones.map(({ folder }) => readText(join(folder, 'energy_uj'), root)))
      const values = zones.flatMap(({ labels, range }, i): MeterValue[] => [
        { name: 'energy', labels, value: Number(texts[i]) * JOULES_PER_UJ },
        ...(range === null ? [] : [{ name: 'energy.range', labels, value: range }]),
      ])
      return { values: values.filter(({ value }) => Number.isFinite(value)), bytes: texts.join('').length }
    },
    async close() {},
  }
}

async function findZones(root: string): Promise<Zone[]> {
  const top = (await list(root, root)).filter((name) => ZONE.test(name))
  const nested = await Promise.all(
    top.map(async (name) => (await list(join(root, name), root)).map((child) => [name, child])),
  )
  const folders = new Map(
    nested.flat().flatMap(([parent, name]) => (ZONE.test(name) ? [[name, join(root, parent, name)]] : [])),
  )
  for (const name of top) folders.set(name, join(root, name))

  const names = new Map<string, string>()
  for (const [id, folder] of folders) names.set(id, await readText(join(folder, 'name'), root))
  const zones = [...folders].sort().map(([id, folder]) => zoneOf(id, folder, names, root))
  const found = (await Promise.all(zones)).filter((zone) => zone !== null)
  if (found.length === 0) throw absent(root)
  return found
}

async function zoneOf(
  id: string,
  folder: string,
  names: ReadonlyMap<string, string>,
  root: string,
): Promise<Zone | null> {
  const name = names.get(id) ?? ''
  const parent = names.get(id.replace(/:\d+$/, '')) ?? id
  const labels = name.startsWith('package')
    ? ({ device: name, scope: 'cpu' } as const)
    : name === 'dram'
      ? ({ device: `${parent}/dram`, scope: 'dram' } as const)
      : null
  if (labels === null) return null
  const range = await readText(join(folder, 'max_energy_range_uj'), root).catch(() => '')
  return { folder, labels, range: range === '' ? null : Number(range) * JOULES_PER_UJ }
}

async function list(folder: string, root: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw unreadable(folder, root, error as NodeJS.ErrnoException)
  }
}

async function readText(file: string, root: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    throw unreadable(file, root, error as NodeJS.ErrnoException)
  }
}

function unreadable(path: string, root: string, error: NodeJS.ErrnoException): Failure {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return absent(root, error)
  const hint = `since 2020 only root may read it: run as root, or once: sudo chmod -R a+r ${root}/intel-rapl*`
  return probeFailure('no-permission', `no permission to read ${path}`, hint, error)
}

function absent(root: string, cause?: unknown): Failure {
  const hint = 'virtual machines and containers usually have no RAPL; leave the probe out, or meter the node'
  return probeFailure('absent', `no energy counters of processors under ${root}`, hint, cause)
}
