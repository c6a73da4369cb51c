import type { ProtocolName, Target } from '../../model/scenario.ts'
import { isMapping, type Path, type ScenarioDocument, valueAt } from '../document.ts'
import { ENV_REFERENCE } from '../environment.ts'
import type { TargetFile } from '../schema/target.ts'
import { SECRET_HEADER } from '../secret-mask.ts'
import type { Inspection } from './inspection.ts'

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
  return targets
}

function resolveTarget(given: TargetFile, path: Path, inspection: Inspection): Target {
  const url = checkUrl(given.url, [...path, 'url'], inspection)
  const secure = url?.protocol === 'https:'
  if (given.tls && url && !secure) inspection.refuse([...path, 'tls'], `${given.url} is not https`)
  if (given.transport === 'http1' && secure) {
    inspection.refuse([...path, 'transport'], 'http1 speaks plain http', 'use undici for https')
  }
  checkHeaders(given, path, inspection)
  return {
    name: given.name ?? url?.host ?? '',
    url: given.url.replace(/\/+$/, ''),
    protocol: given.protocol ?? 'openai-chat',
    model: given.model ?? null,
    transport: given.transport ?? (secure ? 'undici' : 'http1'),
    headers: given.headers ?? {},
    apiKey: resolveKey(given, path, inspection),
    tls: resolveTls(given, path, inspection),
  }
}

function checkUrl(text: string, path: Path, inspection: Inspection): URL | undefined {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    const hint = /^[\w.-]+(:\d+)?(\/|$)/.test(text) ? `did you mean http://${text}?` : undefined
    inspection.refuse(path, 'expected an http or https URL', hint)
    return undefined
  }
  if (url.username || url.password) {
    inspection.refuse(path, 'a password in a URL would end up in the log', `use apiKey, or headers with \${env:NAME}`)
  }
  if (url.search || url.hash) inspection.refuse(path, 'a base URL has no query and no fragment')
  return url
}

function checkHeaders(given: TargetFile, path: Path, inspection: Inspection): void {
  for (const [name, value] of Object.entries(given.headers ?? {})) {
    const at = [...path, 'headers', name]
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) inspection.refuse(at, 'this is no name of an HTTP header')
    const literal = value.replace(ENV_REFERENCE, '')
    if (literal.includes('${env:')) inspection.refuse(at, `expected \${env:NAME}`)
    if (SECRET_HEADER.test(name) && literal === value) {
      inspection.refuse(at, 'the value of this header is a secret and would end up in the log', `write \${env:NAME}`)
    }
    if (given.apiKey && name.toLowerCase() === 'authorization') {
      inspection.refuse(at, 'apiKey already sends an authorization header')
    }
  }
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
