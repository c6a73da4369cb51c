import { EXIT, Failure } from '../../base/failure.ts'
import type { Fault } from '../../model/fault.ts'
import type { FaultTarget } from './director.ts'
import { createMethod } from './methods/index.ts'
import type { Method, Mission } from './methods/method.ts'
import type { ProxyControl } from './proxy-control.ts'
import { mustExist } from './run-command.ts'
import { undoOf } from './undo-of.ts'
import { possibleVictims } from './victim.ts'

/** One fault made ready for one replica that it may come to hit. */
export interface Prepared {
  mission: Mission
  method: Method
}

/**
 * Makes every fault ready for every replica that it may come to hit, without harming any.
 * @throws Failure for the first that cannot be done, naming fault and replica
 */
export async function prepareFaults(
  faults: readonly Fault[],
  targets: readonly FaultTarget[],
  proxy: ProxyControl | null,
): Promise<Prepared[]> {
  const prepared: Prepared[] = []
  const names = targets.map(({ name }) => name)
  for (const fault of faults) {
    for (const victim of possibleVictims(fault, names)) {
      const target = targets.find(({ name }) => name === victim)
      const others = targets.filter((each) => each !== target)
      if (target !== undefined) prepared.push(await prepareOne({ fault, action: fault.action, target, others, proxy }))
    }
  }
  return prepared
}

async function prepareOne(mission: Mission): Promise<Prepared> {
  const { fault } = mission
  try {
    const method = createMethod(mission)
    await method.prepare()
    undoOf(mission, method, fault.name)
    checkRestart(fault, method)
    return { mission, method }
  } catch (error) {
    throw error instanceof Failure ? inFault(fault, error) : error
  }
}

function checkRestart({ restart }: Fault, method: Method): void {
  if (restart === null) return
  if (!method.ends) {
    const message = `${method.name} does not end the server: there is nothing for \`restart\` to start`
    throw new Failure('fault.restart', message, {
      exit: EXIT.usage,
      hint: 'leave `restart` out: it is undone by itself',
    })
  }
  mustExist(restart, '`restart` is the program that starts the replica again, and its arguments')
}

function inFault({ name }: Fault, { code, message, exit, hint, cause }: Failure): Failure {
  return new Failure(code, `fault ${name}: ${message}`, { exit, hint, cause })
}
