import { z } from 'zod'
import { scenarioFile } from './schema/scenario.ts'

/** The JSON Schema of scenario files, for editors. It knows the shape; combinations are checked by `validate`. */
export function jsonSchema(): { readonly [keyword: string]: unknown } {
  const { required, ...schema } = z.toJSONSchema(scenarioFile, { io: 'input', target: 'draft-2020-12' })
  // A file that extends another may leave everything to it.
  return { ...schema, title: 'Tailgate scenario', anyOf: [{ required: ['extends'] }, { required }] }
}
