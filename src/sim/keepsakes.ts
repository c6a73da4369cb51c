import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RecordedGpu } from './gpu/recorded-gpu.ts'
import type { GpuSettings } from './gpu/settings.ts'
import type { KeptSettings } from './settings.ts'
import type { TruthEntry } from './truth/entry.ts'
import { readTruth } from './truth/truth-file.ts'

/** What is kept of one replica beyond its death: files of each life in a folder. */
export class Keepsakes {
  readonly gpu: RecordedGpu
  readonly #folder: string
  readonly #name: string
  readonly #truth: boolean
  #lives = 0

  /**
   * @param truth whether the truth is kept too, which costs a write per event
   * @param since when its GPU was switched on, in ns
   */
  constructor(folder: string, name: string, truth: boolean, gpu: GpuSettings, since: number) {
    this.#folder = folder
    this.#name = name
    this.#truth = truth
    this.gpu = new RecordedGpu(name, gpu, since, () => this.#files('power'))
  }

  /** What the next life is told. */
  nextLife(): Omit<KeptSettings, 'life'> {
    const gpuHistory = this.gpu.history
    const life = this.#lives++
    const truthFile = this.#truth ? this.#file('truth', life) : null
    return { truthFile, powerFile: this.#file('power', life), gpuHistory }
  }

  /** Of all lives, oldest first; null where it is not kept. */
  truth(): TruthEntry[] | null {
    if (!this.#truth) return null
    return this.#files('truth')
      .filter((file) => existsSync(file))
      .flatMap(readTruth)
  }

  #files(kind: 'truth' | 'power'): string[] {
    return Array.from({ length: this.#lives }, (_, life) => this.#file(kind, life))
  }

  #file(kind: 'truth' | 'power', life: number): string {
    return join(this.#folder, `${this.#name}.${life}.${kind}`)
  }
}

/** A temporary folder, and how it goes away. */
export function keepsakeFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tailgate-fleet-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
