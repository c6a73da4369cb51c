import { cacheFolder } from './cache.ts'
import type { Drilled } from './drills/drill.ts'
import type { Driven } from './drive.ts'
import { drive } from './drive.ts'
import { fourScenarios } from './four-scenarios.ts'
import { Impossible } from './prerequisite.ts'
import type { RealServer } from './real-server.ts'
import { RunningServer } from './running-server.ts'

/** One thing tried, for the table. */
export interface Tried {
  server: string
  surface: string
  what: string
  outcome:
    | { kind: 'driven'; driven: Driven }
    | { kind: 'drilled'; drilled: Drilled }
    | { kind: 'broken'; why: string }
    | { kind: 'impossible'; why: string }
}

/** Installs a server where it is not yet, drives it with the four scenarios, then lets things go wrong. */
export async function tryServer(server: RealServer, told: (tried: Tried) => void): Promise<void> {
  const folder = cacheFolder(server.name)
  let up: RunningServer
  try {
    await server.install(folder)
    up = await RunningServer.start(server, folder)
  } catch (error) {
    const outcome = error instanceof Impossible ? { kind: 'impossible' as const, why: error.message } : broken(error)
    told({ server: server.name, surface: '', what: 'install and start', outcome })
    return
  }
  try {
    await driveAll(server, up, told)
  } finally {
    await up.stop()
  }
  await drillAll(server, folder, told)
}

async function driveAll(server: RealServer, up: RunningServer, told: (tried: Tried) => void): Promise<void> {
  for (const surface of server.surfaces) {
    for (const scenario of fourScenarios(server, surface, up.url)) {
      const outcome = await drive(server, surface, up, scenario).then(
        (driven): Tried['outcome'] => ({ kind: 'driven', driven }),
        broken,
      )
      told({ server: server.name, surface: surface.name, what: scenario.name, outcome })
    }
  }
}

/** Each on a server of its own, because some end it. */
async function drillAll(server: RealServer, folder: string, told: (tried: Tried) => void): Promise<void> {
  const surface = server.surfaces[0]
  for (const drill of server.drills) {
    let up: RunningServer | undefined
    let outcome: Tried['outcome']
    try {
      up = await RunningServer.start(server, folder)
      outcome = { kind: 'drilled', drilled: await drill.run(server, surface, up) }
    } catch (error) {
      outcome = broken(error)
    } finally {
      await up?.stop()
    }
    told({ server: server.name, surface: surface.name, what: drill.name, outcome })
  }
}

const broken = (error: unknown): Tried['outcome'] => ({
  kind: 'broken',
  why: error instanceof Error ? error.message : String(error),
})
