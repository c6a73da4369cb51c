import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TruthEntry } from './truth/entry.ts'
import { readTruth } from './truth/truth-file.ts'

/** What a fleet keeps of its replicas beyond their deaths: a temporary folder with files per replica and life. */
export class Keepsakes {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tailgate-fleet-'))

  truthFile(name: string, life: number): string {
    return join(this.#folder, `${name}.${life}.truth`)
  }

  /** Of so many lives, oldest first. */
  truth(name: string, lives: number): TruthEntry[] {
    const files = Array.from({ length: lives }, (_, life) => this.truthFile(name, life))
    return files.filter((file) => existsSync(file)).flatMap(readTruth)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
