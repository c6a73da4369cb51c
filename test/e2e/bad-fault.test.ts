import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Fleet } from '../../src/sim/fleet.ts'
import { scratch, suite, tailgate } from './cli.ts'
import { fleetFor, type Outside, steady, targetsOf, writeFleetScenario } from './fleets.ts'
import type { Parts } from './scenario.ts'

/** Faults, meters and prices that cannot be: one message with place, cause and way out, and no request sent. */

const ON = { replica: 'replica-1', at: '1s' }
const KILL = { signal: 'KILL', ...ON }
const CLOSED_PORT = 'http://127.0.0.1:9'
/** Where no program is found. */
const NO_PROGRAMS = { PATH: '/nonexistent' }
/** One second of load, of which only the plan knows that it is. */
const COUNTED = { arrivals: 'constant', rate: '20/s', queries: 20, warmup: { requests: 0 } }

const fault = (what: object): Parts => ({ rest: { faults: [what], allowFaults: true } })
const probe = (what: object): Parts => ({ rest: { probes: [what] } })
/** KILL for the one replica there is, at another address than the fleet's. */
const killAt = (url: string): Parts => ({
  rest: { ...fault(KILL).rest, targets: targetsOf([{ name: 'replica-1', url }]) },
})
const twice = ([{ url }]: Outside): Parts => ({
  rest: { targets: targetsOf(['one', 'two'].map((name) => ({ name, url }))) },
})

interface Refusal {
  title: string
  parts: Parts | ((fleet: Fleet) => Parts)
  said: RegExp
  exit?: 4
  env?: NodeJS.ProcessEnv
}

const IN_FILE: readonly Refusal[] = [
  {
    title: 'a fault on a replica that is not there',
    parts: fault({ ...KILL, replica: 'replica-l' }),
    said: /^error faults\[0\]\.replica: there is no replica replica-l\n {2}at scenario\.yaml:\d+:\d+\n {2}\| .*replica-l.*\n.*\n {2}hint did you mean replica-[01]\?/,
  },
  {
    title: 'a fault after the end of the load',
    parts: fault({ ...KILL, at: '3s' }),
    said: /^error faults\[0\]\.at: it comes after the end of the load, at 3s\n {2}at scenario\.yaml:\d+:\d+\n {2}\| .*"3s"/,
  },
  {
    title: 'a fault after more requests than the load has',
    parts: { load: COUNTED, ...fault({ ...KILL, at: undefined, after: 20 }) },
    said: /^error faults\[0\]\.after: the load ends with its 20 queries\n {2}at scenario\.yaml:\d+:\d+\n/,
  },
  {
    title: 'a price without a date',
    parts: { rest: { prices: { replica: '2 USD/h', source: 'a list' } } },
    said: /^error prices\.date is missing: .*\n {2}at scenario\.yaml:\d+:\d+\n[\s\S]* {2}hint for example date: \d{4}-\d\d-\d\d/,
  },
  {
    title: 'two replicas at one address',
    parts: ({ replicas }) => twice(replicas),
    said: /^error targets\[1\]\.url: two replicas at one address: one and two are both at http:.*\n {2}at scenario\.yaml:\d+:\d+\n[\s\S]* {2}hint leave one out/,
  },
  {
    title: 'a meter that no probe is',
    parts: { rest: { ...probe({ name: 'gpus', 'nvidia-smi': true }).rest, energy: { meters: ['gpu'] } } },
    said: /^error energy\.meters\[0\]: there is no probe gpu\n {2}at scenario\.yaml:\d+:\d+\n[\s\S]* {2}hint did you mean gpus\?/,
  },
]

const FAULTS: readonly Refusal[] = [
  {
    title: 'a fault that nobody has allowed',
    parts: { rest: { faults: [KILL] } },
    said: /^error the scenario injects faults \(kill\), which nobody has allowed\n {2}hint .*--dry-run.*--allow-faults/,
  },
  {
    title: 'a fault after the end of a load that only the plan knows',
    parts: { load: COUNTED, ...fault({ ...KILL, at: '2s' }) },
    said: /^error fault kill would come at 2s, but the measured load ends at 1s\n {2}hint let it come earlier/,
  },
  {
    title: 'a pid that is another server’s',
    parts: ({ replicas }) => fault({ ...KILL, pid: replicas[0].pid }),
    said: /^error fault kill: pid \d+ does not listen on port \d+: that is pid \d+ \(node\)\n {2}hint leave the pid out/,
  },
  {
    title: 'the pid of a process that Tailgate runs under',
    parts: () => fault({ ...KILL, pid: process.pid }),
    said: /^error fault kill: pid \d+ \(node\) of replica-1 is a process that Tailgate runs under\n {2}hint name the server’s own/,
  },
  {
    title: 'a pid file that is not there',
    parts: fault({ ...KILL, pidFile: 'nowhere.pid' }),
    said: /^error fault kill: the pid file .*nowhere\.pid cannot be read\n {2}hint it holds the pid alone/,
  },
  {
    title: 'a port on which nobody listens',
    parts: killAt(CLOSED_PORT),
    said: /^error fault kill: no process of this machine listens on port 9 of replica-1\n {2}hint is it started\?/,
  },
  {
    title: 'a signal to another machine',
    parts: killAt('http://192.0.2.7:8000'),
    said: /^error fault kill: replica-1 is at 192\.0\.2\.7, which is not this machine\n {2}hint signals reach only/,
  },
  {
    title: 'docker without docker',
    parts: fault({ docker: { container: 'c' }, ...ON }),
    env: NO_PROGRAMS,
    said: /^error fault docker: docker is not on PATH\n {2}hint install the docker command/,
  },
  {
    title: 'kubectl without kubectl',
    parts: fault({ kubectl: { pod: 'p' }, ...ON }),
    env: NO_PROGRAMS,
    said: /^error fault kubectl: kubectl is not on PATH\n {2}hint install kubectl/,
  },
  {
    title: 'a Toxiproxy that does not answer',
    parts: fault({ toxiproxy: { api: CLOSED_PORT, proxy: 'p' }, ...ON }),
    said: /^error fault toxiproxy: Toxiproxy at http:\/\/127\.0\.0\.1:9 does not answer: .*ECONNREFUSED.*\n {2}hint its control API/,
  },
  {
    title: 'a program that would start the replica again and is not there',
    parts: fault({ ...KILL, for: '1s', restart: ['./serve'] }),
    said: /^error fault kill: \.\/serve is no program that can be run\n {2}hint `restart` is the program/,
  },
]

const METERS: readonly Refusal[] = [
  {
    title: 'a page of metrics where nobody listens',
    parts: probe({ metrics: `${CLOSED_PORT}/metrics` }),
    exit: 4,
    said: /^error probe "metrics": http:\/\/127\.0\.0\.1:9\/metrics does not answer .*\n {2}hint is it up\? try: curl/,
  },
  {
    title: 'a page that holds no metrics',
    parts: ({ replicas }) => probe({ metrics: `${replicas[0].url}/v1/models` }),
    said: /^error probe "metrics": .*\/v1\/models is JSON, not Prometheus text\n {2}hint give the probe the URL of the metrics/,
  },
  {
    title: 'nvidia-smi without nvidia-smi',
    parts: probe({ 'nvidia-smi': true }),
    env: NO_PROGRAMS,
    said: /^error probe "nvidia-smi": no program "nvidia-smi" was found\n {2}hint install it, or give its whole path/,
  },
  {
    title: 'a machine without energy counters',
    parts: probe({ rapl: './powercap' }),
    said: /^error probe "rapl": no energy counters of processors under .*powercap\n {2}hint virtual machines/,
  },
  {
    title: 'a command that prints no values',
    parts: probe({ command: ['echo', 'none'] }),
    said: /^error probe "command": "echo" should print lines such as "power 312\.5", got "none"\n {2}hint each line is/,
  },
  {
    title: 'a file of values that is not there',
    parts: probe({ csv: { path: 'nowhere.csv', columns: { power: 'watts' } } }),
    said: /^error probe "csv": no file .*nowhere\.csv\n {2}hint start what writes it before the run/,
  },
]

describe('before a request is sent', { concurrency: 2 }, () => {
  const owner = suite()
  let fleet: Fleet
  before(async () => {
    fleet = await fleetFor(owner)
  })

  for (const { title, parts, said, exit = 2, env } of [...IN_FILE, ...FAULTS, ...METERS]) {
    test(`${title} is refused`, async (t) => {
      const cwd = scratch(t)
      const given = typeof parts === 'function' ? parts(fleet) : parts
      const scenario = writeFleetScenario(cwd, fleet, { load: steady('3s'), ...given })
      const { code, stdout, stderr } = await tailgate(['run', scenario, '--json', '--quiet'], {
        cwd,
        ...(env && { env }),
      })
      assert.deepEqual([code, stdout], [exit, ''], stderr)
      assert.match(stderr, said)
      assert.doesNotMatch(stderr, /of its own making|node:internal|what was recorded/)
      for (const { name } of fleet.replicas) assert.deepEqual(await fleet.truth(name), [], `${name} was asked`)
    })
  }
})
