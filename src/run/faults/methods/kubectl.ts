import { EXIT, Failure } from '../../../base/failure.ts'
import { fromSeconds, type Nanos } from '../../../base/nanos.ts'
import { isObject, isText, type JsonObject } from '../../protocols/answer/json-object.ts'
import { mustExist, mustRun, runCommand } from '../run-command.ts'
import { fill, placesOf } from '../template.ts'
import type { Action, Method, Mission, Seen } from './method.ts'

/** What tells one life of a pod and of its containers from the next. */
interface PodState {
  uid: string
  restarts: number
}

/** The kubelet's own time on top of the grace. */
const SLACK_SECONDS = 60

/** A pod, deleted or killed from inside. What owns it starts it again: there is nothing to undo. */
export class KubectlMethod implements Method {
  readonly name: string
  readonly ends = true
  readonly patience: Nanos
  readonly readBack = 'the pod is gone, has another UID, or its containers restarted'
  readonly undo = null
  readonly pid = null
  readonly #action: Action<'kubectl'>
  readonly #kubectl: readonly string[]
  readonly #pod: string
  #before: PodState = { uid: '', restarts: 0 }

  constructor({ action, target }: Mission<Action<'kubectl'>>) {
    const context = action.context === null ? [] : ['--context', action.context]
    this.name = action.do === 'delete' ? 'kubectl delete pod' : 'kubectl exec kill'
    this.patience = fromSeconds(action.grace + SLACK_SECONDS)
    this.#action = action
    this.#kubectl = ['kubectl', ...context, '--namespace', action.namespace]
    this.#pod = fill(action.pod, placesOf(target, null))
  }

  async prepare(): Promise<void> {
    mustExist(['kubectl'], 'install kubectl, or use a process, command or docker fault')
    const state = await this.#look()
    if (state === null) {
      throw new Failure('fault.pod', `there is no pod ${this.#pod} in namespace ${this.#action.namespace}`, {
        exit: EXIT.usage,
        hint: `${this.#kubectl.join(' ')} get pods`,
      })
    }
    this.#before = state
  }

  async inject(stamp: () => void): Promise<void> {
    const argv = this.#argv()
    stamp()
    // The connection of an exec may end with what it killed: the read-back decides.
    if (this.#action.do === 'kill') await runCommand(argv)
    else await mustRun(argv)
  }

  async confirm(): Promise<Seen> {
    const now = await this.#look()
    if (now === null) return { took: true, gone: true, what: `pod ${this.#pod} is gone` }
    if (now.uid !== this.#before.uid)
      return { took: true, gone: true, what: `pod ${this.#pod} has a new UID, ${now.uid}` }
    const restarts = now.restarts - this.#before.restarts
    if (restarts > 0)
      return { took: true, gone: true, what: `pod ${this.#pod} restarted its container, in all ${now.restarts} times` }
    const why = this.#action.do === 'kill' ? '; a first process ignores KILL from inside its container: use delete' : ''
    return { took: false, what: `pod ${this.#pod} has its UID and its containers still${why}` }
  }

  describe(): string {
    return this.#argv().join(' ')
  }

  #argv(): string[] {
    const { do: what, grace } = this.#action
    if (what === 'kill') return [...this.#kubectl, 'exec', this.#pod, '--', 'kill', '-9', '1']
    const force = grace === 0 ? ['--force'] : []
    return [...this.#kubectl, 'delete', 'pod', this.#pod, `--grace-period=${grace}`, ...force, '--wait=false']
  }

  /** null: there is no such pod. */
  async #look(): Promise<PodState | null> {
    const argv = [...this.#kubectl, 'get', 'pod', this.#pod, '--ignore-not-found', '--output', 'json']
    const text = await mustRun(argv)
    if (text.trim() === '') return null
    const pod: unknown = JSON.parse(text)
    const { metadata, status } = isObject(pod) ? pod : ({} as JsonObject)
    const containers = isObject(status) && Array.isArray(status.containerStatuses) ? status.containerStatuses : []
    return {
      uid: isObject(metadata) && isText(metadata.uid) ? metadata.uid : '',
      restarts: containers.filter(isObject).reduce((sum, each) => sum + Number(each.restartCount ?? 0), 0),
    }
  }
}
