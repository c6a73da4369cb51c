import type { ProtocolName } from '../../model/scenario.ts'
import { parseEndpoint } from '../transport/endpoint.ts'

/** From Triton's HTTP port to that of its metrics, as it numbers them unless told otherwise. */
const TRITON_OFFSET = 2

/**
 * Where a target may have its metrics, the likeliest first: under its own URL, at the root of its origin, where
 * `trtllm-serve` has them, and for Triton's protocols on the port beside.
 */
export function metricsUrls(target: { url: string; protocol: ProtocolName }): string[] {
  const { origin, basePath, secure, hostHeader, port } = parseEndpoint(target.url)
  const beside = hostHeader.replace(/(:\d+)?$/, `:${port + TRITON_OFFSET}`)
  return [
    ...(basePath === '' ? [] : [`${origin}${basePath}/metrics`]),
    `${origin}/metrics`,
    ...(isTriton(target.protocol)
      ? [`${secure ? 'https' : 'http'}://${beside}/metrics`]
      : [`${origin}/prometheus/metrics`]),
  ]
}

const isTriton = (protocol: ProtocolName): boolean => protocol.startsWith('triton') || protocol.startsWith('kserve')
