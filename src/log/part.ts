import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { writeFailure } from './failure.ts'

export interface ClosedPart {
  /** Path inside the run's folder, with forward slashes. */
  file: string
  rows: number
  bytes: number
  sha256: string
}

/**
 * Writes one finished file under a temporary name and renames it, so that a crash leaves either the whole part or none.
 * @throws Failure naming what kept it from being written
 */
export function writePart(folder: string, file: string, rows: number, content: Uint8Array): ClosedPart {
  const path = join(folder, file)
  try {
    writeWhole(path, content)
  } catch (error) {
    throw writeFailure(path, error)
  }
  return { file, rows, bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') }
}

/** The same for a whole text file outside the parts. */
export function writeText(folder: string, file: string, text: string): void {
  writePart(folder, file, 0, Buffer.from(text))
}

function writeWhole(path: string, content: Uint8Array): void {
  const temporary = `${path}.open`
  try {
    writeSynced(temporary, content)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function writeSynced(path: string, content: Uint8Array): void {
  const fd = openSync(path, 'w')
  try {
    for (let at = 0; at < content.byteLength; ) at += writeSync(fd, content, at)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Makes a folder and its parents. @throws Failure */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw writeFailure(path, realCause(path, error))
  }
}

/** On a read-only file system Node says that the path does not exist: only writing beside it tells the truth. */
function realCause(path: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error
  let parent = dirname(path)
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent)
  try {
    accessSync(parent, constants.W_OK)
    return error
  } catch (denied) {
    return denied
  }
}
