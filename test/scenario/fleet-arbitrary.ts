import fc from 'fast-check'
import { BALANCERS } from '../../src/model/fleet.ts'

/** File forms of the keys that describe the fleet and what happens to it, for round trips. One target only. */

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const time = fc.integer({ min: 1, max: 1e7 }).map((us) => `${us}us`)
const percent = fc.integer({ min: 0, max: 100_000 }).map((value) => `${value / 1000}%`)
const amount = fc.double({ min: 1e-7, max: 1e12, noNaN: true })
const seed = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
const argv = fc.tuple(fc.string({ minLength: 1 }), fc.string()).map((list): string[] => list)
const on = (settings: { [key: string]: fc.Arbitrary<unknown> }) =>
  fc.oneof(fc.boolean(), fc.record(settings, { requiredKeys: [] }))

const fleet = fc.oneof(
  fc.record(
    {
      balance: fc.oneof(
        fc.constantFrom(...BALANCERS),
        fc.record({
          policy: fc.constantFrom(...BALANCERS),
          seed,
          overload: fc.double({ min: 1, max: 9, noNaN: true }),
        }),
      ),
      discover: fc.constantFrom<unknown>(
        { dns: {} },
        { kubernetes: { service: 's', port: 80, context: 'c' } },
        { kubernetes: { selector: 'a=b', port: 80 } },
      ),
      health: on({ path: fc.constant('/a/health'), every: time, failures: fc.integer({ min: 1, max: 9 }) }),
      ejection: on({ failures: fc.integer({ min: 1, max: 9 }), backoff: time }),
      retries: fc.record({ attempts: fc.integer({ min: 1, max: 5 }), backoff: time }, { requiredKeys: [] }),
      hedge: fc.record({ after: time }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
  fc.constant({ gateway: true, replicaHeader: 'X-Replica' }),
  fc.constant({ gateway: true, behind: [{ name: 'a', url: 'http://h:1' }] }),
)

const action = fc.oneof<fc.Arbitrary<object>[]>(
  fc.record({ signal: fc.constantFrom('KILL', 'STOP'), tree: fc.boolean() }),
  fc.record({ signal: fc.constant('TERM'), pid: fc.integer({ min: 1, max: 4e6 }) }),
  fc.record({ signal: fc.constant('INT'), pidFile: fc.constant('run.pid') }),
  fc.record({ command: argv, undo: argv, confirm: argv }, { requiredKeys: ['command'] }),
  fc.constantFrom<object>(
    { docker: { container: 'c', signal: 'TERM' } },
    { docker: { container: 'c', do: 'stop' } },
    { kubectl: { pod: 'p', grace: '3s', context: 'c' } },
    { kubectl: { pod: 'p', do: 'kill' } },
    { systemd: { unit: 'u', signal: 'STOP' } },
    { toxiproxy: { proxy: 'p' } },
    { toxiproxy: { proxy: 'p', toxic: { type: 'latency', attributes: { latency: 1.5 } } } },
    { proxy: 'reset' },
    { proxy: { cut: '4 KiB' } },
    { proxy: { delay: '3ms', jitter: '1ms' } },
    { proxy: { 'slow-close': '2s' } },
  ),
  fc.record({ proxy: amount.map((value) => ({ bandwidth: `${value} kB/s` })) }),
)
const start = fc.constantFrom<object>({ at: '0s' }, { at: 'measure + 0ns' }, { after: 0 })
const which = fc.oneof<fc.Arbitrary<object>[]>(
  fc.record({ replica: fc.constant('random'), seed }),
  fc.constant({ replica: 'busiest' }),
)
const more = fc.constantFrom<object>(
  {},
  { for: '1us', restart: ['a', ''], name: 'mine' },
  { for: '1ns', repeat: { times: 1, every: '10s' } },
)
const fault = fc
  .tuple(action, start, which, more)
  .map((parts): { [key: string]: unknown } => Object.assign({}, ...parts))

const queries = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), {
  minKeys: 1,
  noNullPrototype: true,
})
const probe = fc
  .tuple(
    fc.oneof<fc.Arbitrary<object>[]>(
      fc.constantFrom<object>(
        { metrics: true, headers: { Authorization: `Bearer \${env:T}` } },
        { metrics: 'http://h/m?a=b' },
        { 'nvidia-smi': true },
        { rapl: true },
        { rapl: 'rapl' },
        { redfish: 'https://h/', insecure: true },
        { ipmi: true },
      ),
      fc.record({ prometheus: fc.record({ url: fc.constant('http://h'), queries }) }),
      fc.record({ command: argv }),
      fc.record({ csv: fc.record({ path: fc.constant('power.csv'), columns: queries }) }),
    ),
    fc.record({ every: time, timeout: time }, { requiredKeys: [] }),
  )
  .map((parts): { [key: string]: unknown } => Object.assign({}, ...parts))

const priced = fc.oneof(
  amount.map((value) => ({ replica: `${value} USD/h` })),
  fc.tuple(amount, fc.integer({ min: 1, max: 64 })).map(([value, gpus]) => ({ gpu: `${value} USD/h`, gpus })),
)
const prices = fc
  .tuple(priced, percent)
  .map(([price, uncertainty]) => ({ ...price, date: '2026-01-31', source: 's', terms: 'spot', uncertainty }))

/** All of them, each there or not. */
export const fleetKeys = fc
  .record({
    fleet: optional(fleet),
    faults: optional(fc.array(fault, { maxLength: 3 })),
    allowFaults: optional(fc.boolean()),
    reliability: optional(
      fc.record({ tolerance: percent, objective: percent, hold: time, nMinus1Goodput: fc.constant('3/min') }),
    ),
    probes: optional(fc.array(probe, { maxLength: 3 })),
    prices: optional(prices),
    energy: optional(
      fc.record(
        {
          idle: amount.map((value) => `${value} kW`),
          pue: fc.double({ min: 1, max: 3, noNaN: true }),
          meterError: percent,
        },
        { requiredKeys: [] },
      ),
    ),
    carbon: optional(
      fc.record({
        intensity: amount.map((value) => `${value} g/kWh`),
        embodied: amount.map((value) => `${value} kg/h`),
        zone: fc.constant('DE'),
        source: fc.constant('s'),
      }),
    ),
    hardware: optional(
      fc.record({ parameters: amount, layers: fc.constant(32), attentionWidth: fc.constant('4k'), peakFlops: amount }),
    ),
  })
  .map(({ faults, ...rest }) => ({ ...rest, faults: namedOnce(faults) }))

/** Given names are unique. */
const namedOnce = (faults: { [key: string]: unknown }[] | undefined) =>
  faults?.map((fault, index) => (fault.name ? { ...fault, name: `fault ${index}` } : fault))
