import { PROTOCOLS, type ProtocolName, type RequestSettings, type Target } from '../../model/scenario.ts'
import { baseUrlOf } from '../../run/discover/base-url.ts'
import type { TargetAccess } from '../../run/replica.ts'
import { decodeScenario } from '../../scenario/decode.ts'
import type { Override } from '../../scenario/overrides.ts'
import { readAccess } from '../access.ts'

/** How an endpoint is approached before it is known. */
export interface Contact {
  target: Target
  access: TargetAccess
  /** The defaults of a scenario. */
  request: RequestSettings
  keyEnv: string | null
  /** The protocol that was asked for; that of `target` is only assumed. */
  protocol: ProtocolName | null
}

/**
 * Makes a target of a URL and the overrides that concern it, by the same way as any scenario.
 * @param keyEnv environment variable that holds the key; an apiKey among the overrides wins
 * @throws Failure when URL, overrides or secrets are not usable
 */
export async function contact(
  url: string,
  overrides: readonly Override[],
  keyEnv: string | null,
  env: { readonly [name: string]: string | undefined },
): Promise<Contact> {
  const concerned = overrides.filter(({ path }) => /^targets\b/.test(path))
  const protocol = concerned.map(protocolOf).findLast((name) => name !== null) ?? null
  // The scenario made below has prompts, which not every protocol carries. A name that is none stays, to be refused with the rest.
  const own = concerned.filter((override) => protocolOf(override) === null)
  const key = own.some(({ path }) => path.includes('.apiKey')) ? null : keyEnv
  const targets = { url: baseUrlOf(url), ...(key && { apiKey: { env: key } }) }
  const file = JSON.stringify({ tailgate: 1, targets, load: { concurrency: 1, queries: 1 } })
  const { targets: resolved, request } = decodeScenario(file, url, { overrides: own }).scenario
  const [target] = resolved
  const [access] = await readAccess([target], env)
  const keyed = target.apiKey !== null && 'env' in target.apiKey ? target.apiKey.env : null
  return { target, access, request, keyEnv: keyed, protocol }
}

function protocolOf({ path, value }: Override): ProtocolName | null {
  if (!path.endsWith('.protocol')) return null
  return PROTOCOLS.find((name) => name === value) ?? null
}
