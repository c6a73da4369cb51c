import { readFileSync } from 'node:fs'
import { EXIT, Failure } from '../base/failure.ts'
import type { Probe } from '../model/probe.ts'
import type { Target } from '../model/scenario.ts'
import type { TargetAccess } from '../run/replica.ts'
import { resolveHeaders, resolveSecrets } from '../scenario/secrets.ts'

/** Reads the secrets and certificates of every target. @throws Failure naming the target and what is missing */
export function readAccess(
  targets: readonly Target[],
  env: { readonly [name: string]: string | undefined },
): Promise<TargetAccess[]> {
  return Promise.all(targets.map(async (target) => ({ ...(await resolveSecrets(target, env)), tls: readTls(target) })))
}

/** Reads the secrets in the headers of probes. @throws Failure naming the probe and what is missing */
export function readProbes(probes: readonly Probe[], env: { readonly [name: string]: string | undefined }): Probe[] {
  return probes.map((probe) =>
    'headers' in probe ? { ...probe, headers: resolveHeaders(probe.headers, `probe ${probe.name}`, env) } : probe,
  )
}

function readTls(target: Target): TargetAccess['tls'] {
  if (target.tls === null) return null
  const { ca, cert, key, insecure } = target.tls
  return { ca: read(ca, 'CA'), cert: read(cert, 'certificate'), key: read(key, 'key'), insecure }

  function read(path: string | null, what: string): string | null {
    if (path === null) return null
    try {
      return readFileSync(path, 'utf8')
    } catch (cause) {
      throw new Failure('target.tls-file', `cannot read the TLS ${what} of target ${target.name}: ${path}`, {
        exit: EXIT.usage,
        hint: 'give a readable PEM file',
        cause,
      })
    }
  }
}
