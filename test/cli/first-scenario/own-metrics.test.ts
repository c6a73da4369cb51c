import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { hasOwnMetrics } from '../../../src/cli/first-scenario/own-metrics.ts'
import type { Target } from '../../../src/model/scenario.ts'

const VLLM = '# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name="m"} 2\n'

/** Whether a server that has these pages has metrics that are known. */
async function asked(t: TestContext, pages: { readonly [path: string]: string }, base = '') {
  const keys: (string | undefined)[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    const page = pages[request.url ?? '']
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/plain' }).end(page ?? 'not here')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`
  const target = { name: 'a', url, protocol: 'openai-chat' } as Target
  return { keys, known: await hasOwnMetrics(target, { authorization: 'Bearer k', headers: {}, tls: null }) }
}

describe('a server’s own metrics', () => {
  test('are known where a run’s probe would understand them, wherever it would look', async (t) => {
    const { known, keys } = await asked(t, { '/metrics': VLLM })
    assert.deepEqual([known, keys], [true, ['Bearer k']])
    assert.equal((await asked(t, { '/metrics': VLLM }, '/prefix')).known, true)
    assert.equal((await asked(t, { '/prometheus/metrics': VLLM })).known, true)
  })

  test('are not where there are none, or nothing in them is known', async (t) => {
    const strange = [{}, '', '{}', '<html>hello</html>', 'my_own_total 3\n', 'process_start_time_seconds 1700000000\n']
    for (const page of strange) {
      const pages = typeof page === 'string' ? { '/metrics': page } : page
      assert.equal((await asked(t, pages)).known, false, JSON.stringify(page))
    }
  })

  test('are not where they are slower than a run would wait', async (t) => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const target = { name: 'a', url, protocol: 'openai-chat' } as Target
    assert.equal(await hasOwnMetrics(target, { authorization: null, headers: {}, tls: null }, 20), false)
  })

  test('are not where nobody answers', async () => {
    const target = { name: 'a', url: 'http://127.0.0.1:1', protocol: 'openai-chat' } as Target
    assert.equal(await hasOwnMetrics(target, { authorization: null, headers: {}, tls: null }), false)
  })
})
