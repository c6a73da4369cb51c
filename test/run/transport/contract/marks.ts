import assert from 'node:assert/strict'
import { payload, Recording } from '../recording.ts'
import { answering, CHUNKED, given, OK, type Rig, wire } from './rig.ts'

/** Which callbacks come, in which order, with which times. */
export function marksContract(rig: Rig): void {
  given(rig, 'the marks come in order: sent, head, data, end', async (t) => {
    const { send, transport } = await wire(t, rig, answering(`${CHUNKED}2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n`))
    await transport.warm(1)
    for (const number of [1, 2]) {
      const answer = send(number)
      await answer.over
      assert.match(answer.order, /^sent head data data end$/)
      const times = answer.calls.map(({ at }) => at)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      )
      assert.ok(times[0] < times[1])
    }
  })

  given(rig, 'everything that one read brings has one time, and the next read has a later one', async (t) => {
    const { send } = await wire(t, rig, async (peer) => {
      await peer.request()
      peer.write(`${CHUNKED}2\r\nab\r\n2\r\ncd\r\n`)
      await goOn
      peer.write('2\r\nef\r\n2\r\ngh\r\n0\r\n\r\n')
    })
    let go: () => void = () => {}
    const goOn = new Promise<void>((resolve) => {
      go = resolve
    })
    const answer = send()
    await answer.firstData
    go()
    await answer.over
    const [, head, ab, cd, ef, gh, end] = answer.calls.map(({ at }) => at)
    assert.deepEqual([ab, cd], [head, head])
    assert.deepEqual([gh, end], [ef, ef])
    assert.ok(ef > head)
  })

  given(rig, 'nothing is called back before send returns, on a new, a warm or a used connection', async (t) => {
    const { transport } = await wire(t, rig, answering(OK))
    const sendAndLook = async () => {
      const answer = new Recording()
      transport.send(payload(), 1, answer)
      assert.equal(answer.order, '')
      assert.notEqual(answer.wire, null)
      await answer.over
    }
    await sendAndLook()
    await sendAndLook()
    await transport.warm(1)
    await sendAndLook()
    await transport.close()
    const late = new Recording()
    transport.send(payload(), 1, late)
    assert.equal(late.order, '')
    await late.over
    assert.equal(late.failure?.kind, 'closed')
  })

  given(rig, 'a request sent from within the end of another one goes out', async (t) => {
    const { send, transport } = await wire(t, rig, answering(OK))
    const second = new Recording()
    const first = new Recording()
    first.end = () => transport.send(payload(), 2, second)
    transport.send(payload(), 1, first)
    await second.over
    assert.equal(second.body, 'ok')
    assert.equal(await send(3).over, undefined)
  })

  given(rig, 'a request sent from within the failure of another one goes out', async (t) => {
    let connections = 0
    const { transport } = await wire(t, rig, async (peer) => {
      await peer.request()
      if (connections++ === 0) peer.fin()
      else peer.write(OK)
    })
    const second = new Recording()
    const first = new Recording()
    first.failed = () => transport.send(payload(), 2, second)
    transport.send(payload(), 1, first)
    await second.over
    assert.equal(second.body, 'ok')
  })
}
