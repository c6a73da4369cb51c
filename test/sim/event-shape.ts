/** Fields whose values are part of the form. */
const SPELLED = new Set(['object', 'role', 'finish_reason', 'owned_by', 'model', 'datatype', 'model_name'])

/** The form of a JSON value: keys in their order, kinds of values, and the values that belong to the form. */
export function shapeOf(value: unknown, key = ''): unknown {
  if (value === null || SPELLED.has(key)) return value
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))]
  if (typeof value !== 'object') return typeof value
  return Object.entries(value).map(([name, field]) => [name, shapeOf(field, name)])
}

/** Forms of the events of a stream, those alike in a row once; those of each choice apart, since choices interleave. */
export function streamShape(events: readonly string[]): { [group: string]: string[] } {
  const groups: { [group: string]: string[] } = {}
  for (const event of events) {
    const json = event === '[DONE]' ? null : JSON.parse(event)
    const choice = json?.choices?.[0]?.index
    if (choice !== undefined) json.choices[0].index = 0
    const name = choice === undefined ? 'end' : `choice ${choice}`
    groups[name] ??= []
    const group = groups[name]
    const shape = json === null ? event : JSON.stringify(shapeOf(json))
    if (group.at(-1) !== shape) group.push(shape)
  }
  return groups
}
