import type { ProtocolName, Target } from '../../model/scenario.ts'
import { isMapping, type Path, type ScenarioDocument, valueAt } from '../document.ts'
import type { TargetFile } from '../schema/target.ts'
import type { Inspection } from './inspection.ts'
import { checkHeaders, checkUrl } from './web.ts'

/** Protocols that stream tokens when asked to, and those that always or never do. */
export const STREAMING: { readonly [protocol in ProtocolName]: 'optional' | 'always' | 'never' } = {
  'openai-completions': 'optional',
  'openai-chat': 'optional',
  'kserve-infer': 'never',
  'triton-generate': 'never',
  'triton-generate-stream': 'always',
}

/** Fills in what the targets of a file leave open. */
export function resolveTargets(
  given: TargetFile | readonly TargetFile[],
  document: ScenarioDocument,
  inspection: Inspection,
): Target[] {
  const list = (isMapping(given) ? [given] : given) as readonly TargetFile[]
  const single = isMapping(valueAt(document.value, ['targets']))
  const targets = list.map((target, index) =>
    resolveTarget(target, single ? ['targets'] : ['targets', index], inspection),
  )
  refuseSameNames(targets, inspection)
  refuseSameAddress(targets, inspection)
  return targets
}

function resolveTarget(given: TargetFile, path: Path, inspection: Inspection): Target {
  const url = checkBase(given.url, [...path, 'url'], inspection)
  const secure = url?.protocol === 'https:'
  if (given.tls && url && !secure) inspection.refuse([...path, 'tls'], `${given.url} is not https`)
  if (given.transport === 'http1' && secure) {
    inspection.refuse([...path, 'transport'], 'http1 speaks plain http', 'use undici for https')
  }
  checkHeaders(given.headers, [...path, 'headers'], inspection)
  refuseTwoKeys(given, path, inspection)
  const target: Target = {
    name: given.name ?? url?.host ?? '',
    url: given.url.replace(/\/+$/, ''),
    protocol: given.protocol ?? 'openai-chat',
    model: given.model ?? null,
    transport: given.transport ?? (secure ? 'undici' : 'http1'),
    headers: given.headers ?? {},
    apiKey: resolveKey(given, path, inspection),
    tls: resolveTls(given, path, inspection),
  }
  warnOfRoot(target, url, inspection)
  return target
}

function checkBase(text: string, path: Path, inspection: Inspection): URL | undefined {
  const url = checkUrl(text, path, inspection)
  if (url && (url.search || url.hash)) inspection.refuse(path, 'a base URL has no query and no fragment')
  return url
}

/** The root of the protocol's own paths, which people copy together with the address. */
function warnOfRoot({ name, protocol }: Target, url: URL | undefined, inspection: Inspection): void {
  const root = protocol.startsWith('openai') ? '/v1' : '/v2'
  if (!url?.pathname.replace(/\/+$/, '').endsWith(root)) return
  inspection.warn(
    `the URL of target ${name} ends with ${root}, which ${protocol} adds itself: it asks for ${root}${root}/…`,
  )
}

function refuseTwoKeys({ apiKey, headers = {} }: TargetFile, path: Path, inspection: Inspection): void {
  const name = Object.keys(headers).find((header) => header.toLowerCase() === 'authorization')
  if (apiKey && name) inspection.refuse([...path, 'headers', name], 'apiKey already sends an authorization header')
}

function resolveKey({ apiKey }: TargetFile, path: Path, inspection: Inspection): Target['apiKey'] {
  if (!apiKey) return null
  const { env, file } = apiKey
  if (env !== undefined && file === undefined) return { env }
  if (file !== undefined && env === undefined) return { file }
  inspection.refuse([...path, 'apiKey'], 'expected either env or file', 'write { env: NAME } or { file: path }')
  return null
}

function resolveTls({ tls }: TargetFile, path: Path, inspection: Inspection): Target['tls'] {
  if (!tls) return null
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    inspection.refuse([...path, 'tls'], 'a client certificate needs both cert and key')
  }
  return { ca: tls.ca ?? null, cert: tls.cert ?? null, key: tls.key ?? null, insecure: tls.insecure ?? false }
}

function refuseSameNames(targets: readonly Target[], inspection: Inspection): void {
  const seen = new Set<string>()
  for (const [index, { name }] of targets.entries()) {
    if (seen.has(name)) inspection.refuse(['targets', index], `two targets are called ${name}`, 'give each a name')
    seen.add(name)
  }
}

/** Two names for one server would count it twice. */
function refuseSameAddress(targets: readonly Target[], inspection: Inspection): void {
  const seen = new Map<string, string>()
  for (const [index, { name, url }] of targets.entries()) {
    const parsed = URL.parse(url)
    const address = parsed && parsed.origin + parsed.pathname.replace(/\/+$/, '')
    if (!address) continue
    const other = seen.get(address)
    seen.set(address, name)
    if (other === undefined || other === name) continue
    const message = `two replicas at one address: ${other} and ${name} are both at ${address}`
    inspection.refuse(['targets', index, 'url'], message, 'leave one out; behind a gateway one target stands for all')
  }
}
