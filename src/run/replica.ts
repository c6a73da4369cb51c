import type { Clock } from '../base/clock.ts'
import type { Scenario, Target } from '../model/scenario.ts'
import { protocols } from './protocols/index.ts'
import type { Protocol } from './protocols/protocol.ts'
import { secretsOf } from './redact.ts'
import { createTransport } from './transport/index.ts'
import type { Transport } from './transport/transport.ts'

/** What reaching a target takes beyond the scenario: secrets and certificates, already read. Never logged. */
export interface TargetAccess {
  headers: { readonly [name: string]: string }
  authorization: string | null
  tls: { ca: string | null; cert: string | null; key: string | null; insecure: boolean; servername?: string } | null
}

/** One of the fleet, as the scenario lists it or as it was discovered. */
export interface Member {
  target: Target
  access: TargetAccess
}

/** A member with its protocol and its connections. */
export interface Replica {
  name: string
  target: Target
  protocol: Protocol
  transport: Transport
  secrets: readonly string[]
}

/** @throws Failure of exit `usage` for a URL, header or certificate that cannot be worked with */
export async function openReplica(member: Member, scenario: Scenario, clock: Clock, runId: string): Promise<Replica> {
  const { target, access } = member
  const connectTimeout = scenario.request.timeouts.connect
  return {
    name: target.name,
    target,
    protocol: protocols[target.protocol],
    transport: await createTransport(target.transport, { url: target.url, ...access, clock, connectTimeout, runId }),
    secrets: secretsOf(access),
  }
}
