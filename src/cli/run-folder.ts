import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A fresh folder for a run: when, what, and which configuration. `reports/20260131-142501-chat-gate-1a2b3c` */
export function runFolder(dir: string, name: string, fingerprint: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)
  const base = join(dir, [stamp, slug, fingerprint.slice(0, 6)].filter((part) => part !== '').join('-'))
  let folder = base
  for (let n = 2; existsSync(folder); n++) folder = `${base}-${n}`
  return folder
}
