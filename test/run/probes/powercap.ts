import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder as Linux' powercap shows it: two packages, one with cores and memory inside, and what overlaps them. */
export function powercap(): string {
  const root = mkdtempSync(join(tmpdir(), 'powercap-'))
  zone(root, 'intel-rapl:0', 'package-0', 5_000_000, 262_143_328_850)
  zone(join(root, 'intel-rapl:0'), 'intel-rapl:0:0', 'core', 1_000_000, 262_143_328_850)
  zone(join(root, 'intel-rapl:0'), 'intel-rapl:0:1', 'dram', 700_000, 65_712_999_613)
  zone(root, 'intel-rapl:1', 'package-1', 9_250_000, 262_143_328_850)
  zone(root, 'intel-rapl:2', 'psys', 99_000_000, 262_143_328_850)
  zone(root, 'intel-rapl-mmio:0', 'package-0', 5_000_000, 262_143_328_850)
  return root
}

export function zone(root: string, id: string, name: string, energy: number, range: number): void {
  mkdirSync(join(root, id))
  writeFileSync(join(root, id, 'name'), `${name}\n`)
  writeFileSync(join(root, id, 'energy_uj'), `${energy}\n`)
  writeFileSync(join(root, id, 'max_energy_range_uj'), `${range}\n`)
}
