import type { OpenDataset, PromptSample } from './dataset.ts'
import { type JsonObject, objectOfRow } from './scan/json-row.ts'
import type { Row, Splitter } from './scan/row.ts'
import { RowFile } from './scan/row-file.ts'
import { RowIndex, scan } from './scan/scan.ts'

/**
 * What one kind of file makes of a row: null leaves it out.
 *
 * @throws Failure when the row is broken
 */
export type PromptOfRow = (object: JsonObject, row: Row, file: string) => PromptSample | null

/**
 * Prompts in a file of JSON objects. Every row is decoded once when the file is opened, so that a broken one stops the
 * run before it begins, and again when it is asked for.
 */
export async function openJsonPrompts(
  spec: { path: string; limit: number | null },
  baseDir: string,
  splitterOf: (file: string) => Splitter,
  promptOf: PromptOfRow,
): Promise<OpenDataset> {
  const file = new RowFile(spec.path, baseDir)
  const decode = (row: Row) => promptOf(objectOfRow(row, file.path), row, file.path)
  const index = new RowIndex(file)
  try {
    await scan(file, splitterOf(file.path), spec.limit, (row) => {
      if (decode(row) === null) return false
      index.add(row)
      return true
    })
  } catch (error) {
    file.close()
    throw error
  }
  return {
    size: index.size,
    sample: (i) => decode(index.row(i))!,
    arrivals: null,
    close: () => file.close(),
  }
}
