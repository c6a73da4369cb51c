import { NS_PER_S } from '../../base/nanos.ts'
import { Gpu, type GpuHistory } from './gpu.ts'
import { readPowerSteps } from './power-file.ts'
import type { PowerStep } from './power-step.ts'
import { joulesAboveIdle } from './power-step.ts'
import type { GpuSettings } from './settings.ts'

/** A GPU as its replica's files tell of it, whether the replica lives or not. */
export class RecordedGpu {
  readonly gpu: Gpu
  readonly #since: number
  readonly #files: () => readonly string[]
  #file = 0
  #read = 0
  #joulesAbove = 0

  /** @param files of the replica's lives so far; none but the last is still written */
  constructor(replica: string, settings: GpuSettings, since: number, files: () => readonly string[]) {
    this.gpu = new Gpu(replica, settings, { since, joules: 0 })
    this.#since = since
    this.#files = files
  }

  /** What the next life's meter goes on from. */
  get history(): GpuHistory {
    this.catchUp()
    return { since: this.#since, joules: this.#joulesAbove }
  }

  /** Tells the meter of what was written since it was told last. */
  catchUp(): void {
    const files = this.#files()
    for (; this.#file < files.length; this.#file++, this.#read = 0) {
      const steps = readPowerSteps(files[this.#file], this.#read)
      for (const step of steps) this.#tell(step)
      this.#read += steps.length
      if (this.#file === files.length - 1) return
    }
  }

  /** J drawn from one instant to another, both in ns: exact, from the record of every step. */
  joules(from: number, to: number): number {
    const { idleWatts } = this.gpu.settings
    const steps = this.#files().flatMap((file) => readPowerSteps(file))
    const above = steps.reduce((sum, step) => sum + joulesAboveIdle(step, idleWatts, from, to), 0)
    return (idleWatts * (to - from)) / NS_PER_S + above
  }

  #tell(step: PowerStep): void {
    this.gpu.began(step)
    this.#joulesAbove += joulesAboveIdle(step, this.gpu.settings.idleWatts, step.begin, step.end)
  }
}
