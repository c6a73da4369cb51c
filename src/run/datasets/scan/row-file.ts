import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { EXIT, Failure } from '../../../base/failure.ts'
import { suggest } from '../../../base/suggest.ts'

const CHUNK_BYTES = 2 ** 20
const read = promisify(fs.read)

/** An open file, read once from front to back in chunks and afterwards in slices. */
export class RowFile {
  readonly path: string
  readonly #fd: number
  #open = true

  /**
   * @param what it holds, for messages
   * @throws Failure when the file is missing, not readable or not a regular file
   */
  constructor(file: string, baseDir: string, what = 'dataset') {
    this.path = path.isAbsolute(file) ? file : path.join(baseDir, file)
    this.#fd = openRegular(this.path, what)
  }

  /** The whole file in order. Each chunk is overwritten by the next. */
  async *chunks(): AsyncGenerator<Buffer> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let offset = 0; ; ) {
      const { bytesRead } = await read(this.#fd, chunk, 0, CHUNK_BYTES, offset)
      if (bytesRead === 0) return
      offset += bytesRead
      yield chunk.subarray(0, bytesRead)
    }
  }

  /** @throws Failure when the file has become shorter since it was scanned. */
  slice(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    for (let at = 0; at < length; ) {
      const got = fs.readSync(this.#fd, bytes, at, length - at, offset + at)
      if (got === 0) throw changed(this.path, offset + at)
      at += got
    }
    return bytes
  }

  close(): void {
    if (this.#open) fs.closeSync(this.#fd)
    this.#open = false
  }
}

function openRegular(file: string, what: string): number {
  let fd: number
  try {
    fd = fs.openSync(file, 'r')
  } catch (cause) {
    throw unreadable(what, file, reasonOf(cause), neighbor(file), cause)
  }
  if (fs.fstatSync(fd).isFile()) return fd
  fs.closeSync(fd)
  throw unreadable(what, file, 'it is not a regular file')
}

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied'
  return String((cause as Error).message)
}

/** A file of a similar name in the same folder, for the hint. */
function neighbor(file: string): string | undefined {
  try {
    const near = suggest(path.basename(file), fs.readdirSync(path.dirname(file)))
    return near === undefined || near === path.basename(file) ? undefined : `Did you mean ${near}?`
  } catch {
    return undefined
  }
}

function unreadable(what: string, file: string, reason: string, hint?: string, cause?: unknown): Failure {
  const details = { exit: EXIT.usage, place: { file }, hint, cause }
  return new Failure('dataset.unreadable', `cannot read the ${what}: ${reason}`, details)
}

function changed(file: string, offset: number): Failure {
  return new Failure('dataset.changed', `the dataset became shorter while in use: byte ${offset} is gone`, {
    exit: EXIT.usage,
    place: { file },
    hint: 'Leave the file as it is until the run has ended.',
  })
}
