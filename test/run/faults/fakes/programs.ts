import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Programs {
  /** Where they keep their state. */
  folder: string
  restore(): void
}

/** Puts the fake docker, kubectl and systemctl first on PATH, with everything up and running. */
export function fakePrograms(): Programs {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-fakes-'))
  const before = { ...process.env }
  const state = {
    docker: 'running',
    'docker.since': 'first',
    'kubectl.uid': 'uid-1',
    'kubectl.restarts': '0',
    systemctl: '4242',
  }
  for (const [name, value] of Object.entries(state)) writeFileSync(join(folder, name), `${value}\n`)
  process.env.FAKE_STATE = folder
  process.env.PATH = fileURLToPath(new URL('.', import.meta.url)) + delimiter + before.PATH
  return {
    folder,
    restore: () => {
      process.env.PATH = before.PATH
      delete process.env.FAKE_STATE
      rmSync(folder, { recursive: true })
    },
  }
}
