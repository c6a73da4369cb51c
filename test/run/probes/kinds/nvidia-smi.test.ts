import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import { nanos } from '../../../../src/base/nanos.ts'
import { openMeter } from '../../../../src/run/probes/kinds/index.ts'
import type { Meter } from '../../../../src/run/probes/meter.ts'
import { SMI_FIELDS, smiValues } from '../../../../src/run/probes/smi-table.ts'
import { ask, common, never, TestWorld } from '../world.ts'

const [NEW, OLD] = SMI_FIELDS

async function smi(context: TestContext, script: string, world = new TestWorld()): Promise<Meter> {
  const meter = await openMeter({ ...common, kind: 'nvidia-smi', argv: ['sh', '-c', script, 'smi'] }, world)
  context.after(() => meter.close())
  return meter
}

const LINE = 'GPU-a, 312.50, 310.00, 320.00, 97, 65536'
const power = { device: 'GPU-a', scope: 'gpu', sensor: 'power.draw.average' }

describe('probe of kind nvidia-smi', () => {
  test('a line has power as averaged over a second, share and bytes', () => {
    assert.deepEqual(smiValues(NEW, LINE), [
      { name: 'power', labels: power, value: 312.5 },
      { name: 'gpu.utilization', labels: { device: 'GPU-a' }, value: 0.97 },
      { name: 'gpu.memory', labels: { device: 'GPU-a' }, value: 2 ** 36 },
    ])
  })

  test('what a GPU does not offer has no value, and the next best power is taken', () => {
    assert.deepEqual(smiValues(NEW, 'GPU-a, [N/A], [Not Supported], 320.00, [Unknown Error], '), [
      { name: 'power', labels: { ...power, sensor: 'power.draw.instant' }, value: 320 },
    ])
    assert.deepEqual(smiValues(OLD, 'GPU-a, [N/A], [N/A], [N/A]'), [])
    assert.deepEqual(smiValues(OLD, ''), [])
  })

  test('units that were not left out are understood', () => {
    const [watts, share, bytes] = smiValues(OLD, 'GPU-a, 71.05 W, 40 %, 1024 MiB')
    assert.deepEqual([watts.value, share.value, bytes.value], [71.05, 0.4, 2 ** 30])
  })

  test('one process prints on, and each line has the instant at which it came', async (context) => {
    const world = new TestWorld()
    const meter = await smi(
      context,
      // Both lines in one write: neither is on its way when the meter is asked.
      `case "$*" in *-lms*) printf '%s\\n%s\\n' "${LINE}" "${LINE}"; exec sleep 60 ;; *) echo "${LINE}" ;; esac`,
      world,
    )
    world.at = nanos(7e9)
    const { values } = await ask(meter, never())
    assert.deepEqual(
      values.filter(({ name }) => name === 'power').map(({ at }) => at),
      [7e9, 7e9],
    )
  })

  test('lines of before the run are not given', async (context) => {
    const world = new TestWorld()
    world.at = null
    const meter = await smi(context, `echo "${LINE}"; case "$*" in *-lms*) exec sleep 60 ;; esac`, world)
    assert.deepEqual((await ask(meter, never())).values, [])
  })

  test('an older driver is asked for less', async (context) => {
    const script = `case "$*" in
      *average*) echo 'Field "power.draw.average" is not a valid field to query.'; exit 2 ;;
      *) echo "GPU-a, 71.05, 40, 1024"; case "$*" in *-lms*) exec sleep 60 ;; esac ;;
    esac`
    const { values } = await ask(await smi(context, script), never())
    assert.deepEqual([values[0].value, values[0].labels.sensor], [71.05, 'power.draw'])
  })

  test('a process that ends is a failure, and is started again by the next read', async (context) => {
    const meter = await smi(context, `case "$*" in *-lms*) echo gone >&2; exit 9 ;; esac; echo "${LINE}"`)
    for (let i = 0; i < 2; i++) await assert.rejects(ask(meter, never()), /"sh" ended with exit code 9: gone/)
  })

  test('one that prints no more is silent after some reads', async (context) => {
    const meter = await smi(context, `echo "${LINE}"; case "$*" in *-lms*) exec sleep 60 ;; esac`)
    await ask(meter, never())
    for (let i = 0; i < 3; i++) assert.deepEqual((await ask(meter, never())).values, [])
    await assert.rejects(ask(meter, never()), (error) => error instanceof Failure && error.code === 'probe.silent')
  })

  test('what nvidia-smi says of a missing driver is told, though it says it where values belong', async (context) => {
    const meter = await smi(context, 'echo "NVIDIA-SMI has failed: no driver"; exit 9')
    await assert.rejects(ask(meter, never()), /"sh" ended with exit code 9: NVIDIA-SMI has failed: no driver/)
  })

  test('GPUs that tell nothing are a failure', async (context) => {
    const meter = await smi(context, 'echo "GPU-a, [N/A], [N/A], [N/A], [N/A], [N/A]"; exec sleep 0')
    await assert.rejects(ask(meter, never()), /printed no value/)
  })

  test('a query of one’s own is run for each read', async (context) => {
    const argv = [
      'sh',
      '-c',
      'echo "0, 50.5 W"; echo "1, [N/A]"',
      'smi',
      '--query-gpu=index,power.draw',
      '--format=csv,noheader',
    ]
    const meter = await openMeter({ ...common, kind: 'nvidia-smi', argv }, new TestWorld())
    context.after(() => meter.close())
    for (let i = 0; i < 2; i++) {
      const { values } = await ask(meter, never())
      assert.deepEqual(values, [
        { name: 'power', labels: { ...power, device: '0', sensor: 'power.draw' }, value: 50.5 },
      ])
    }
  })
})
