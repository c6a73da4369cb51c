import { readFileSync } from 'node:fs'
import { EXIT, Failure } from '../base/failure.ts'
import type { Target } from '../model/scenario.ts'
import { ENV_REFERENCE } from './environment.ts'

export interface Secrets {
  headers: { readonly [name: string]: string }
  /** Value of the Authorization header; null: none is sent. */
  authorization: string | null
}

type Environment = { readonly [name: string]: string | undefined }

/**
 * Looks up what a target's `${env:NAME}` and `apiKey` stand for. Called when connecting, and its result goes to the
 * transport alone: never into a scenario, a log or a message.
 * @throws Failure of exit `usage` when a variable is unset or a key file cannot be read
 */
export async function resolveSecrets(target: Target, env: Environment): Promise<Secrets> {
  const owner = `target ${target.name}`
  const headers = resolveHeaders(target.headers, owner, env)
  const key = apiKey(target, env)
  if (key !== null) checkHeaderValue(key, 'API key', owner)
  return { headers, authorization: key === null ? null : `Bearer ${key}` }
}

/**
 * The same for the headers of a target or a probe.
 * @param owner named in messages: `probe power`
 */
export function resolveHeaders(
  given: { readonly [name: string]: string },
  owner: string,
  env: Environment,
): { [name: string]: string } {
  const headers: { [name: string]: string } = {}
  for (const [name, value] of Object.entries(given)) {
    headers[name] = value.replace(ENV_REFERENCE, (_, variable) => lookUp(env, variable, owner))
    checkHeaderValue(headers[name], `header ${name}`, owner)
  }
  return headers
}

function apiKey(target: Target, env: Environment): string | null {
  if (target.apiKey === null) return null
  if ('env' in target.apiKey) return lookUp(env, target.apiKey.env, `target ${target.name}`)
  try {
    const key = readFileSync(target.apiKey.file, 'utf8').trim()
    if (key !== '') return key
  } catch (cause) {
    throw failure('unreadable', `cannot read the API key of target ${target.name} from ${target.apiKey.file}`, cause)
  }
  throw failure('empty', `the API key file of target ${target.name} is empty: ${target.apiKey.file}`)
}

function lookUp(env: Environment, name: string, owner: string): string {
  const value = env[name]
  if (value) return value
  throw failure(
    'unset',
    `${owner} needs the environment variable ${name}, which is not set`,
    undefined,
    `set it where Tailgate is started: export ${name}=…`,
  )
}

function checkHeaderValue(value: string, what: string, owner: string): void {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw failure('not-a-header', `the ${what} of ${owner} holds characters no HTTP header may carry`)
  }
}

function failure(code: string, message: string, cause?: unknown, hint?: string): Failure {
  return new Failure(`secret.${code}`, message, { exit: EXIT.usage, cause, hint })
}
