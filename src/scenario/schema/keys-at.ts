import type { z } from 'zod'
import type { Path } from '../document.ts'

/** Keys a schema allows at a path, over all alternatives; none where any key is allowed. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  let here = unwrap(schema)
  for (const step of path) here = here.flatMap((one) => stepInto(one, step)).flatMap(unwrap)
  return here.flatMap((one) => {
    const def = defOf(one)
    return def.type === 'object' ? Object.keys(def.shape) : []
  })
}

/** What a schema says of the value at a path; undefined when it says nothing. */
export function descriptionAt(schema: z.ZodType, path: Path): string | undefined {
  let here: z.core.$ZodType[] = [schema]
  for (const step of path) here = here.flatMap(unwrap).flatMap((one) => stepInto(one, step))
  return here.map((one) => (one as z.ZodType).description).find((text) => text !== undefined)
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  const def = defOf(schema)
  if (def.type === 'object') return Object.hasOwn(def.shape, step) ? [def.shape[step]] : []
  if (def.type === 'array' && typeof step === 'number') return [def.element]
  return []
}

/** The alternatives a value is checked against, wrappers taken off. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  const def = defOf(schema)
  if (def.type === 'optional') return unwrap(def.innerType)
  if (def.type === 'pipe') return unwrap(def.in)
  if (def.type === 'union') return def.options.flatMap(unwrap)
  return [schema]
}

type Def =
  | { type: 'object'; shape: { readonly [key: string]: z.core.$ZodType } }
  | { type: 'array'; element: z.core.$ZodType }
  | { type: 'optional'; innerType: z.core.$ZodType }
  | { type: 'pipe'; in: z.core.$ZodType }
  | { type: 'union'; options: z.core.$ZodType[] }
  | { type: 'other' }

const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as unknown as Def
