import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { FLAGS, type Flag, REASONS } from '../../../src/model/outcome.ts'
import { classify } from '../../../src/run/observe/classify.ts'
import type { Ending, Facts } from '../../../src/run/observe/facts.ts'
import { blankAnswer } from '../../../src/run/protocols/answer/blank.ts'
import type { Answer } from '../../../src/run/protocols/protocol.ts'
import type { WireFailure } from '../../../src/run/transport/transport.ts'

/** A stream that ended as it should, unless said otherwise. */
const GOOD: Partial<Answer> = {
  events: 10,
  tokenEvents: 8,
  visibleEvents: 8,
  tokensSeen: 8,
  usageOut: 8,
  finish: 'length',
  terminal: true,
  doneMark: true,
}
const PARTIAL: Partial<Answer> = { events: 3, tokenEvents: 3, tokensSeen: 3 }

function facts(answer: Partial<Answer>, rest: Partial<Omit<Facts, 'answer'>> = {}): Facts {
  const blank = { status: 200, ending: 'framed' as const, reads: 8, outputAsked: 8, forceLength: false }
  return { ...blank, ...rest, answer: { ...blankAnswer(), ...answer } }
}

function outcome(answer: Partial<Answer>, rest: Partial<Omit<Facts, 'answer'>> = {}): string {
  const { outcome, reason } = classify(facts(answer, rest))
  return reason === null ? outcome : `${outcome}/${reason}`
}

function flags(answer: Partial<Answer>, rest: Partial<Omit<Facts, 'answer'>> = {}): Flag[] {
  const bits = classify(facts(answer, rest)).flags
  return (Object.keys(FLAGS) as Flag[]).filter((flag) => bits & FLAGS[flag])
}

const wire = (kind: WireFailure['kind'], reused = false): WireFailure => ({ kind, message: kind, reused })
const lost = (ending: Ending) => ({ status: -1, ending })

describe('an outcome', () => {
  test('is ok when the answer came whole and in form', () => assert.equal(outcome(GOOD), 'ok'))

  test('of a request that met no server is connect or tls', () => {
    assert.equal(outcome({}, lost(wire('dns'))), 'connect/dns_error')
    assert.equal(outcome({}, lost(wire('refused'))), 'connect/conn_refused')
    assert.equal(outcome({}, lost(wire('unreachable'))), 'connect/conn_unreachable')
    assert.equal(outcome({}, lost(wire('connect-timeout'))), 'connect/conn_timeout')
    assert.equal(outcome({}, lost('connect')), 'connect/conn_timeout')
    assert.equal(outcome({}, lost(wire('local'))), 'client_abort/local_limit')
    assert.equal(outcome({}, lost(wire('tls'))), 'tls/tls_error')
  })

  test('without a response head never looks at an answer of before', () => {
    assert.equal(outcome(GOOD, lost(wire('reset'))), 'reset/conn_reset')
    assert.equal(outcome({ error: 'old' }, lost('headers')), 'timeout_first/timeout_headers')
  })

  test('by status comes before all that happens to the body', () => {
    for (const ending of ['framed', 'total', wire('reset')] as const) {
      assert.equal(outcome({}, { status: 302, ending }), 'http_3xx/http_302')
      assert.equal(outcome({ error: 'm' }, { status: 404, ending }), 'http_4xx/http_404')
      assert.equal(outcome({ malformed: 'm' }, { status: 500, ending }), 'http_5xx/http_500')
    }
  })

  test('is rejected by 429, and by a 503 that speaks of a full queue', () => {
    assert.equal(outcome({}, { status: 429 }), 'rejected/http_429')
    const queued = [
      'Exceeds maximum queue size',
      'Request timeout expired',
      'Model is overloaded',
      'The request queue is full.',
      'max_queued_requests reached',
      'Too many requests are waiting (--max-num-queued-reqs)',
      'server is busy',
    ]
    for (const error of queued) assert.equal(outcome({ error }, { status: 503 }), 'rejected/http_503', error)
    assert.equal(outcome({ retryAfter: '1' }, { status: 503 }), 'rejected/http_503')
  })

  test('is http_5xx by a 503 that speaks of an outage', () => {
    for (const error of [
      'No server is available to handle this request.',
      'Loading model',
      'Service Unavailable',
      null,
    ]) {
      assert.equal(outcome({ error }, { status: 503 }), 'http_5xx/http_503', String(error))
    }
  })

  test('by a timer is named after it', () => {
    assert.equal(outcome({}, { status: -1, ending: 'headers' }), 'timeout_first/timeout_headers')
    assert.equal(outcome({}, { ending: 'first-token' }), 'timeout_first/timeout_ttft')
    assert.equal(outcome(PARTIAL, { ending: 'total' }), 'timeout_total/timeout_total')
    assert.equal(outcome(PARTIAL, { ending: 'gap' }), 'hung/timeout_gap')
    assert.equal(outcome(PARTIAL, { ending: 'drain' }), 'hung/open_at_drain')
  })

  test('by a timer comes before an error in the stream', () => {
    assert.equal(outcome({ ...PARTIAL, error: 'm' }, { ending: 'gap' }), 'hung/timeout_gap')
  })

  test('is stream_error when a 2xx carries an error, however well it ends', () => {
    assert.equal(outcome({ ...GOOD, error: 'm' }), 'stream_error/stream_error')
    assert.equal(outcome({ ...PARTIAL, error: 'm' }, { ending: wire('fin') }), 'stream_error/stream_error')
  })

  test('is reset when the connection ends before the first event', () => {
    for (const ending of [wire('reset'), wire('fin'), 'unframed'] as const) {
      assert.equal(outcome({}, { ending }), 'reset/conn_reset')
    }
    assert.equal(outcome({}, lost(wire('fin', true))), 'reset/stale_connection')
    assert.equal(outcome({}, { ending: wire('fin', true) }), 'reset/conn_reset')
  })

  test('is truncated when it ends after that without its own end', () => {
    for (const ending of [wire('reset'), wire('fin'), 'unframed', 'framed'] as const) {
      assert.equal(outcome(PARTIAL, { ending }), 'truncated/truncated')
    }
    assert.equal(outcome({ ...PARTIAL, malformed: 'm' }, { ending: wire('fin') }), 'truncated/truncated')
  })

  test('of an answer that only framing ends is truncated when the framing is', () => {
    const body: Partial<Answer> = { ...GOOD, endsWithBody: true, doneMark: false }
    assert.equal(outcome(body), 'ok')
    assert.equal(outcome(body, { ending: wire('fin') }), 'truncated/truncated')
    assert.equal(outcome(body, { ending: 'total' }), 'timeout_total/timeout_total')
    assert.equal(
      outcome({ endsWithBody: true, events: 1, malformed: 'm' }, { ending: wire('fin') }),
      'truncated/truncated',
    )
  })

  test('of a stream whose terminal event came is not changed by what follows', () => {
    for (const ending of [
      wire('reset'),
      wire('fin'),
      wire('malformed'),
      'gap',
      'total',
      'drain',
      'cancelled',
    ] as const) {
      assert.equal(outcome(GOOD, { ending }), 'ok')
      assert.deepEqual(flags(GOOD, { ending }), ['missing_end'])
    }
  })

  test('is aborted when the server says so, in however clean a stream', () => {
    for (const finish of ['abort', 'aborted', 'cancelled', 'error']) {
      assert.equal(outcome({ ...GOOD, finish }), 'aborted/finish_abort')
    }
  })

  test('is malformed when what came whole cannot be read', () => {
    assert.equal(outcome({ ...GOOD, malformed: 'm' }), 'malformed/protocol_error')
    assert.equal(outcome({ ...PARTIAL, malformed: 'm' }), 'malformed/protocol_error')
    assert.equal(outcome({ events: 0, malformed: 'm', endsWithBody: true }), 'malformed/protocol_error')
    assert.equal(outcome(PARTIAL, { ending: wire('malformed') }), 'malformed/protocol_error')
    assert.equal(outcome({}, lost(wire('malformed'))), 'malformed/protocol_error')
  })

  test('is empty when it ended in form with zero tokens', () => {
    assert.equal(outcome({ events: 1, terminal: true, doneMark: true }), 'empty/empty_stream')
    assert.equal(outcome({ terminal: true, endsWithBody: true }), 'empty/empty_stream')
  })

  test('is short when a forced length is missed', () => {
    assert.equal(outcome({ ...GOOD, usageOut: 7 }, { forceLength: true }), 'short/ok_short')
    assert.equal(outcome({ ...GOOD, usageOut: 7 }), 'ok')
    assert.equal(outcome(GOOD, { forceLength: true }), 'ok')
    assert.equal(outcome({ ...GOOD, usageOut: 7 }, { forceLength: true, outputAsked: -1 }), 'ok')
  })

  test('is not short by a count of events alone, unless something else than the length ended the answer', () => {
    const events: Partial<Answer> = { ...GOOD, usageOut: -1, tokensSeen: 7, seenBy: 'events' }
    assert.equal(outcome(events, { forceLength: true }), 'ok')
    assert.equal(outcome({ ...events, finish: null }, { forceLength: true }), 'ok')
    assert.equal(outcome({ ...events, finish: 'stop' }, { forceLength: true }), 'short/ok_short')
    assert.equal(outcome({ ...events, seenBy: 'token_ids' }, { forceLength: true }), 'short/ok_short')
  })

  test('of what Tailgate gave up itself is client_abort, also where the cut looks malformed', () => {
    assert.equal(outcome(PARTIAL, { ending: 'cancelled' }), 'client_abort/cancelled')
    assert.equal(outcome({}, lost('cancelled')), 'client_abort/cancelled')
    assert.equal(outcome({}, lost(wire('closed'))), 'client_abort/cancelled')
    assert.equal(
      outcome({ events: 1, endsWithBody: true, malformed: 'm' }, { ending: 'cancelled' }),
      'client_abort/cancelled',
    )
  })
})

describe('flags', () => {
  test('are none for an answer without a blemish', () => assert.deepEqual(flags(GOOD), []))
  test('missing_done', () => assert.deepEqual(flags({ ...GOOD, doneMark: false }), ['missing_done']))
  test('unframed', () => assert.deepEqual(flags(GOOD, { ending: 'unframed' }), ['unframed']))
  test('truncated_event', () => assert.deepEqual(flags({ ...GOOD, truncatedEvent: true }), ['truncated_event']))
  test('stale_connection', () => assert.deepEqual(flags({}, lost(wire('reset', true))), ['stale_connection']))
  test('a body or a Triton stream misses no [DONE]', () => {
    assert.deepEqual(flags({ ...GOOD, doneMark: false, endsWithBody: true }), [])
  })

  test('proxy_buffered only where many events came in one read', () => {
    assert.deepEqual(flags({ ...GOOD, tokenEvents: 64 }, { reads: 1 }), ['proxy_buffered'])
    assert.deepEqual(flags({ ...GOOD, tokenEvents: 64 }, { reads: 2 }), [])
    assert.deepEqual(flags({ ...GOOD, tokenEvents: 2 }, { reads: 1 }), [])
  })

  test('not_streamed for an answer, not for an error', () => {
    const whole = { ...GOOD, notStreamed: true, endsWithBody: true }
    assert.deepEqual(flags(whole), ['not_streamed'])
    assert.deepEqual(flags({ ...whole, tokenEvents: 0, error: 'x' }), [])
  })

  test('usage_mismatch by more than 1 % against an exact count', () => {
    const counted = (usageOut: number): Partial<Answer> => ({ ...GOOD, usageOut, tokensSeen: 200, seenBy: 'logprobs' })
    assert.deepEqual(flags(counted(198)), [])
    assert.deepEqual(flags(counted(202)), [])
    assert.deepEqual(flags(counted(197)), ['usage_mismatch'])
    assert.deepEqual(flags(counted(203)), ['usage_mismatch'])
  })

  test('usage_mismatch against a count of events only where usage says less', () => {
    const counted = (usageOut: number): Partial<Answer> => ({ ...GOOD, usageOut, tokensSeen: 197, seenBy: 'events' })
    assert.deepEqual(flags(counted(200)), [])
    assert.deepEqual(flags(counted(6)), ['usage_mismatch'])
  })
})

describe('the message of an outcome', () => {
  test("is the server's, else the system's, else what is malformed", () => {
    assert.equal(classify(facts({ error: 'm' }, { status: 500, ending: wire('reset') })).message, 'm')
    assert.equal(classify(facts({}, { ending: wire('reset') })).message, 'reset')
    assert.equal(classify(facts({ ...GOOD, malformed: 'bad' })).message, 'bad')
    assert.equal(classify(facts(GOOD)).message, null)
    assert.equal(classify(facts({ error: 'old' }, lost(wire('refused')))).message, 'refused')
  })

  test('says when to ask again', () => {
    const message = (answer: Partial<Answer>) =>
      classify(facts({ ...answer, retryAfter: '3' }, { status: 429 })).message
    assert.equal(message({ error: 'slow down' }), 'slow down (Retry-After: 3)')
    assert.equal(message({}), 'no message (Retry-After: 3)')
    assert.equal(classify(facts({ retryAfter: '3' }, lost(wire('refused')))).message, 'refused')
  })
})

test('whatever the facts, there is one outcome, and its reason belongs to it', () => {
  const text = fc.option(fc.constant('m'), { nil: null })
  const answer = fc.record({
    events: fc.nat(3),
    tokenEvents: fc.nat(3),
    tokensSeen: fc.nat(9),
    usageOut: fc.integer({ min: -1, max: 9 }),
    seenBy: fc.constantFrom('events' as const, 'logprobs' as const),
    finish: fc.constantFrom(null, 'stop', 'length', 'abort'),
    terminal: fc.boolean(),
    endsWithBody: fc.boolean(),
    doneMark: fc.boolean(),
    error: text,
    malformed: text,
    retryAfter: text,
  })
  const kinds = [
    'dns',
    'refused',
    'unreachable',
    'connect-timeout',
    'tls',
    'reset',
    'fin',
    'malformed',
    'closed',
  ] as const
  const ending: fc.Arbitrary<Ending> = fc.oneof(
    fc.constantFrom<Ending>(
      'framed',
      'unframed',
      'connect',
      'headers',
      'first-token',
      'gap',
      'total',
      'drain',
      'cancelled',
    ),
    fc.tuple(fc.constantFrom(...kinds), fc.boolean()).map(([kind, reused]) => wire(kind, reused)),
  )
  const status = fc.constantFrom(-1, 200, 204, 301, 404, 429, 500, 503)
  fc.assert(
    fc.property(answer, ending, status, fc.boolean(), (answer, ending, status, forceLength) => {
      const { outcome, reason } = classify(facts(answer, { ending, status, forceLength }))
      if (reason === null) assert.equal(outcome, 'ok')
      else if (reason in REASONS) assert.equal(REASONS[reason as keyof typeof REASONS], outcome)
      else assert.match(`${outcome} ${reason}`, /^(rejected|http_[345]xx) http_[345][0-9]{2}$/)
      if (outcome === 'ok') assert.ok(status >= 200 && status < 300 && answer.tokenEvents > 0 && answer.terminal)
    }),
    { numRuns: 3000 },
  )
})
