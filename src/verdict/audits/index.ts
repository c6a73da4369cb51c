import { allReplicasDown } from './all-replicas-down.ts'
import { bufferedStream } from './buffered-stream.ts'
import { capReached } from './cap-reached.ts'
import { clientAbort } from './client-abort.ts'
import { clientError } from './client-error.ts'
import { clockStep } from './clock-step.ts'
import { closedLoopForServerClaim } from './closed-loop-for-server-claim.ts'
import { counterReset } from './counter-reset.ts'
import { endedEarly } from './ended-early.ts'
import { energyRefused, energyWindowMismatch, idleReplicasDropped } from './energy-refused.ts'
import { errorsHidden } from './errors-hidden.ts'
import { faultHitNobody } from './fault-hit-nobody.ts'
import { faultNotConfirmed } from './fault-not-confirmed.ts'
import { faultSkipped } from './fault-skipped.ts'
import { faultWindowShort } from './fault-window-short.ts'
import { generatorBottleneck } from './generator-bottleneck.ts'
import { generatorSaturated } from './generator-saturated.ts'
import { heldBackTokens } from './held-back-tokens.ts'
import { idlePowerDrift } from './idle-power-drift.ts'
import { interrupted } from './interrupted.ts'
import { lengthContract } from './length-contract.ts'
import { littleMismatch } from './little-mismatch.ts'
import { nothingMeasured } from './nothing-measured.ts'
import { oneEventAvailability } from './one-event-availability.ts'
import { oneGeneratorHost } from './one-generator-host.ts'
import { recordsMissing } from './records-missing.ts'
import { replicaOtherModel } from './replica-other-model.ts'
import type { Rule } from './rule.ts'
import { saturatedPoint } from './saturated-point.ts'
import { scrapeCost } from './scrape-cost.ts'
import { singleKill } from './single-kill.ts'
import { tailBlindness } from './tail-blindness.ts'
import { tokenCountMismatch } from './token-count-mismatch.ts'
import { tokenCounterMismatch } from './token-counter-mismatch.ts'
import { tooFewSamples } from './too-few-samples.ts'
import { undoFailed } from './undo-failed.ts'
import { unsteadyLoad } from './unsteady-load.ts'
import { windowTooShort } from './window-too-short.ts'

export const AUDITS = {
  'nothing-measured': nothingMeasured,
  'records-missing': recordsMissing,
  'client-error': clientError,
  'client-abort': clientAbort,
  'generator-bottleneck': generatorBottleneck,
  'ended-early': endedEarly,
  'little-mismatch': littleMismatch,
  'clock-step': clockStep,
  interrupted,
  'saturated-point': saturatedPoint,
  'token-count-mismatch': tokenCountMismatch,
  'length-contract': lengthContract,
  'too-few-samples-for-percentile': tooFewSamples,
  'errors-hidden': errorsHidden,
  'tail-blindness': tailBlindness,
  'closed-loop-for-server-claim': closedLoopForServerClaim,
  'generator-saturated': generatorSaturated,
  'cap-reached': capReached,
  'window-too-short': windowTooShort,
  'buffered-stream': bufferedStream,
  'held-back-tokens': heldBackTokens,
  'one-generator-host': oneGeneratorHost,
  'fault-not-confirmed': faultNotConfirmed,
  'fault-skipped': faultSkipped,
  'replica-other-model': replicaOtherModel,
  'undo-failed': undoFailed,
  'fault-hit-nobody': faultHitNobody,
  'all-replicas-down': allReplicasDown,
  'fault-window-short': faultWindowShort,
  'unsteady-load': unsteadyLoad,
  'single-kill': singleKill,
  'one-event-availability': oneEventAvailability,
  'token-counter-mismatch': tokenCounterMismatch,
  'energy-refused': energyRefused,
  'energy-window-mismatch': energyWindowMismatch,
  'idle-replicas-dropped': idleReplicasDropped,
  'idle-power-drift': idlePowerDrift,
  'counter-reset': counterReset,
  'scrape-cost': scrapeCost,
} as const satisfies { readonly [id: string]: Rule }
