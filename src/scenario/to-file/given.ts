export type Mapping = { [key: string]: unknown }

/** Without the keys that have no value: a file leaves those out. */
export function given(mapping: object): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== null))
}
