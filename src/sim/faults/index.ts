import { cut } from './cut.ts'
import { drip } from './drip.ts'
import { errorEvent } from './error-event.ts'
import type { Fault, FaultKind, FaultSettings, MakeFault } from './fault.ts'
import { html } from './html.ts'
import { httpError } from './http-error.ts'
import { invalidUtf8 } from './invalid-utf8.ts'
import { longLine } from './long-line.ts'
import { missingDone } from './missing-done.ts'
import { reject } from './reject.ts'
import { silence } from './silence.ts'
import { slowFirstToken } from './slow-first-token.ts'
import { unauthorized } from './unauthorized.ts'
import { wrongUsage } from './wrong-usage.ts'

export const FAULTS: { readonly [Kind in FaultKind]: MakeFault<Kind> } = {
  'http-error': httpError,
  reject,
  unauthorized,
  html,
  silence,
  cut,
  'error-event': errorEvent,
  'slow-first-token': slowFirstToken,
  drip,
  'long-line': longLine,
  'invalid-utf8': invalidUtf8,
  'wrong-usage': wrongUsage,
  'missing-done': missingDone,
}

export function makeFault(settings: FaultSettings): Fault {
  const make = FAULTS[settings.kind] as MakeFault<FaultKind>
  return make(settings)
}
