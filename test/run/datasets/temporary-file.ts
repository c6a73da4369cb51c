import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

/** A folder that goes with the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tailgate-dataset-'))
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A file of this content that goes with the test. */
export function temporaryFile(t: TestContext, content: string | Uint8Array): string {
  const file = path.join(temporaryFolder(t), 'dataset')
  fs.writeFileSync(file, content)
  return file
}
