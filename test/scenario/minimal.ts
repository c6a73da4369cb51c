import type { Failure } from '../../src/base/failure.ts'
import { type DecodeOptions, decodeScenario, type ResolvedScenario } from '../../src/scenario/decode.ts'
import { ScenarioFailure } from '../../src/scenario/scenario-failure.ts'

export type Mapping = { [key: string]: unknown }

/** The least a scenario file must say; parts given replace its own. */
export const minimal = (parts: Mapping = {}): Mapping => ({
  tailgate: 1,
  targets: { url: 'http://127.0.0.1:8000' },
  load: { rate: '20/s', duration: '60s' },
  ...parts,
})

export const resolve = (parts: Mapping = {}, options: DecodeOptions = {}): ResolvedScenario =>
  decodeScenario(JSON.stringify(minimal(parts)), 'minimal.json', options)

/** Every issue of a text that must not decode. */
export function issuesOf(text: string, options: DecodeOptions = {}): readonly Failure[] {
  try {
    decodeScenario(text, 'bad.yaml', options)
  } catch (error) {
    if (error instanceof ScenarioFailure) return error.issues
    throw error
  }
  throw new Error('it was decoded')
}

export const issues = (parts: Mapping, options: DecodeOptions = {}): readonly Failure[] =>
  issuesOf(JSON.stringify(minimal(parts)), options)

/** `code: message | hint` of each issue. */
export const said = (list: readonly Failure[]): string[] =>
  list.map(({ code, message, hint }) => `${code}: ${message}${hint ? ` | ${hint}` : ''}`)
