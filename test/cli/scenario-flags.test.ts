import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Command } from 'commander'
import { overridesOf, type ScenarioFlags, withScenarioFlags } from '../../src/cli/scenario-flags.ts'
import { parseOverride } from '../../src/scenario/overrides.ts'

const parse = (...argv: string[]): ScenarioFlags =>
  withScenarioFlags(new Command()).parse(argv, { from: 'user' }).opts<ScenarioFlags>()

describe('the flag that lets faults happen', () => {
  test('sets the key of the scenario', () => {
    assert.deepEqual(overridesOf(parse('--allow-faults'), parseOverride), [
      { path: 'allowFaults', value: 'true', flag: '--allow-faults' },
    ])
    assert.deepEqual(overridesOf(parse(), parseOverride), [])
  })

  test('gives way to what is set by name', () => {
    const paths = overridesOf(parse('--set', 'allowFaults=false', '--allow-faults'), parseOverride)
    assert.deepEqual(
      paths.map(({ value }) => value),
      ['true', 'false'],
    )
  })
})

describe('what is set by name', () => {
  test('is said with its own flag, however often it is given', () => {
    const overrides = overridesOf(parse('--set', 'load.rate=1/s', '--set', 'workers=2'), parseOverride)
    assert.deepEqual(
      overrides.map(({ flag }) => flag),
      ['--set', '--set'],
    )
  })
})
