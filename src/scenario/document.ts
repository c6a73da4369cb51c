import type { Place } from '../base/failure.ts'

export type Path = readonly (string | number)[]

/** What a scenario file says, before anything is checked, with the place of each part of it. */
export interface ScenarioDocument {
  value: unknown
  places: Places
}

interface Spot {
  key: Place
  value: Place
}

/** Where each key and value of a document stands. What has no place of its own stands where its parent does. */
export class Places {
  readonly #spots = new Map<string, Spot>()

  set(path: Path, spot: Spot): void {
    this.#spots.set(JSON.stringify(path), spot)
  }

  /** Takes over the places of another document, which win over those known. */
  adopt(others: Places): void {
    for (const [path, spot] of others.#spots) this.#spots.set(path, spot)
  }

  /** Everything at or below a path now stands at one place. */
  move(path: Path, place: Place): void {
    const below = JSON.stringify(path).slice(0, -1)
    for (const known of this.#spots.keys()) if (known.startsWith(`${below},`)) this.#spots.delete(known)
    this.set(path, { key: place, value: place })
  }

  key(path: Path): Place {
    return this.#spots.get(JSON.stringify(path))?.key ?? this.value(path.slice(0, -1))
  }

  value(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const spot = this.#spots.get(JSON.stringify(path.slice(0, length)))
      if (spot) return spot.value
    }
    return { file: 'scenario' }
  }
}

/** `targets[0].tls.ca`: a path as people write it. */
export function spellPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}

export function isMapping(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as { [key: string | number]: unknown })[step]
  }
  return at
}
