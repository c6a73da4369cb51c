import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import type { Target } from '../../../../src/model/scenario.ts'
import type { TensorSample } from '../../../../src/run/datasets/dataset.ts'
import { protocols } from '../../../../src/run/protocols/index.ts'
import type { Payload } from '../../../../src/run/protocols/protocol.ts'
import { answerOf, JSON_BODY } from '../answer-of.ts'
import { recordings, SETTINGS } from '../recording.ts'

type Input = TensorSample['inputs'][number]

function encode(inputs: readonly Input[], rest: Partial<TensorSample> = {}, extra: object = {}): Payload {
  const sample: TensorSample = { kind: 'tensors', inputs, outputs: [], binary: false, ...rest }
  return protocols['kserve-infer'].encode(sample, { model: 'add' } as Target, { ...SETTINGS, extra: { ...extra } })
}

const input = (datatype: Input['datatype'], data: Input['data']): Input => ({
  name: 'A',
  shape: [data.length],
  datatype,
  data,
})

describe('an inference request as JSON', () => {
  test('has its inputs, the outputs wanted and further fields', () => {
    const payload = encode([input('FP32', [1, 2.5])], { outputs: ['SUM'] }, { id: '42' })
    assert.equal(payload.path, '/v2/models/add/infer')
    assert.deepEqual(JSON.parse(payload.body.toString()), {
      inputs: [{ name: 'A', shape: [2], datatype: 'FP32', data: [1, 2.5] }],
      outputs: [{ name: 'SUM' }],
      id: '42',
    })
  })

  test('writes 64-bit integers digit by digit, and booleans and strings as such', () => {
    const text = (tensor: Input) => encode([tensor]).body.toString()
    assert.match(text(input('INT64', [-9_223_372_036_854_775_808n])), /"data":\[-9223372036854775808\]/)
    assert.match(text(input('BOOL', [true, false])), /"data":\[true,false\]/)
    assert.match(text(input('BYTES', ['a"b'])), /"data":\["a\\"b"\]/)
  })

  test('cannot hold half floats or infinity', () => {
    for (const tensor of [input('FP16', [1]), input('BF16', [1]), input('FP32', [Number.POSITIVE_INFINITY])]) {
      assert.throws(
        () => encode([tensor]),
        (error: unknown) => error instanceof Failure && error.code === 'protocol.tensor',
      )
    }
  })
})

describe('an inference request with raw tensors', () => {
  const raw: readonly [Input['datatype'], Input['data'], string][] = [
    ['BOOL', [true, false], '0100'],
    ['UINT8', [255], 'ff'],
    ['UINT16', [0x1234], '3412'],
    ['UINT32', [0x12345678], '78563412'],
    ['UINT64', [0x0102030405060708n], '0807060504030201'],
    ['INT8', [-1], 'ff'],
    ['INT16', [-2], 'feff'],
    ['INT32', [-2], 'feffffff'],
    ['INT64', [-2n], 'feffffffffffffff'],
    ['FP16', [1, -2, 65504], '003c00c0ff7b'],
    ['BF16', [1, -2], '803f00c0'],
    ['FP32', [1.5], '0000c03f'],
    ['FP64', [1.5], '000000000000f83f'],
    ['BYTES', ['hi', '', 'ü'], '02000000686900000000' + '02000000c3bc'],
  ]
  for (const [datatype, data, hex] of raw) {
    test(`writes ${datatype} little-endian`, () => {
      const { body, headers } = encode([input(datatype, data)], { binary: true })
      const length = Number(headers[headers.indexOf('inference-header-content-length') + 1])
      const head = JSON.parse(body.toString('utf8', 0, length))
      assert.equal(body.toString('hex', length), hex)
      assert.equal(head.inputs[0].parameters.binary_data_size, hex.length / 2)
      assert.ok(!('data' in head.inputs[0]))
      assert.equal(head.parameters.binary_data_output, true)
      assert.equal(headers[headers.indexOf('content-type') + 1], 'application/octet-stream')
    })
  }

  test('puts the tensors one after another and counts its head in bytes, not characters', () => {
    const first: Input = { name: 'ü', shape: [1], datatype: 'UINT8', data: [7] }
    const { body, headers } = encode([first, input('UINT8', [9])], { binary: true, outputs: ['SUM'] })
    const length = Number(headers[headers.indexOf('inference-header-content-length') + 1])
    assert.equal(body.toString('hex', length), '0709')
    assert.deepEqual(JSON.parse(body.toString('utf8', 0, length)).outputs, [
      { name: 'SUM', parameters: { binary_data: true } },
    ])
  })
})

describe('an inference response', () => {
  const out = (rest: object) => JSON.stringify({ outputs: [{ name: 'S', shape: [2], datatype: 'INT16', ...rest }] })

  test('with its outputs is one whole answer', () => {
    const answer = answerOf('kserve-infer', out({ data: [1, 2] }), JSON_BODY)
    assert.deepEqual([answer.terminal, answer.tokenEvents, answer.tokensSeen, answer.malformed], [true, 1, 0, null])
  })

  test('may nest its data by rows', () => {
    const body = JSON.stringify({
      outputs: [
        {
          name: 'S',
          shape: [2, 2],
          datatype: 'FP32',
          data: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    })
    assert.equal(answerOf('kserve-infer', body, JSON_BODY).malformed, null)
  })

  const contradictions: readonly [object, string][] = [
    [{ data: [1] }, 'output S has 1 values for a shape of 2'],
    [{ data: [1, 2], shape: [-1] }, 'output S has no shape'],
    [{ data: [1, 2], datatype: 'INT7' }, 'output S has an unknown datatype'],
    [{}, 'output S has no data'],
    [{ parameters: { binary_data_size: 4 } }, 'output S is cut short'],
  ]
  for (const [rest, why] of contradictions) {
    test(`${JSON.stringify(rest)} contradicts itself: ${why}`, () => {
      assert.equal(answerOf('kserve-infer', out(rest), JSON_BODY).malformed, why)
    })
  }

  const binary = (tail: Buffer, rest: object, headLength?: string) => {
    const head = Buffer.from(out(rest))
    const headers = {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': headLength ?? `${head.length}`,
    }
    return answerOf('kserve-infer', Buffer.concat([head, tail]), { headers })
  }
  const sized = (size: number, rest: object = {}) => ({ parameters: { binary_data_size: size }, ...rest })

  test('with raw tensors is cut by their sizes', () => {
    assert.deepEqual(
      [binary(Buffer.alloc(4), sized(4)).malformed, binary(Buffer.alloc(4), sized(4)).terminal],
      [null, true],
    )
  })

  test('whose raw tensors contradict their description is malformed', () => {
    assert.equal(binary(Buffer.alloc(3), sized(4)).malformed, 'output S is cut short')
    assert.equal(binary(Buffer.alloc(6), sized(6)).malformed, 'output S has 6 bytes for 2 INT16')
    assert.equal(binary(Buffer.alloc(5), sized(4)).malformed, '1 bytes more than the outputs declare')
    assert.equal(binary(Buffer.alloc(4), sized(4, { data: [] })).malformed, 'output S has both data and raw bytes')
  })

  test('has strings that fill their bytes, as many as its shape', () => {
    const strings = Buffer.from('020000006869' + '00000000', 'hex')
    assert.equal(binary(strings, sized(10, { datatype: 'BYTES' })).malformed, null)
    assert.match(String(binary(strings, sized(10, { datatype: 'BYTES', shape: [3] })).malformed), /do not fill/)
    const overlong = Buffer.from('ff0000006869' + '00000000', 'hex')
    assert.match(String(binary(overlong, sized(10, { datatype: 'BYTES' })).malformed), /do not fill/)
  })

  test('whose head is longer than its body, or no number, is malformed', () => {
    for (const length of ['9999', '-1', 'x', '']) {
      assert.match(String(binary(Buffer.alloc(4), sized(4), length).malformed), /Inference-Header-Content-Length/)
    }
  })

  test('of raw bytes needs the length of its head', () => {
    const answer = answerOf('kserve-infer', 'xx', { headers: { 'content-type': 'application/octet-stream' } })
    assert.equal(answer.malformed, 'raw tensors without Inference-Header-Content-Length')
  })

  test('of Triton with raw tensors is read from its recording', () => {
    const recording = recordings.find(({ name }) => name === 'triton/infer-binary')!
    const headers = Object.fromEntries(
      ['content-type', 'inference-header-content-length'].map((name) => [name, recording.head.header(name)!]),
    )
    assert.equal(answerOf('kserve-infer', recording.body, { headers }).terminal, true)
    assert.equal(answerOf('kserve-infer', recording.body.subarray(0, -1), { headers }).terminal, false)
  })

  test('that carries an error is one', () =>
    assert.equal(answerOf('kserve-infer', '{"error":"m"}', JSON_BODY).error, 'm'))
})
