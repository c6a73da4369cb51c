import { EXIT, Failure } from '../base/failure.ts'

const CAUSES: { readonly [code: string]: readonly [cause: string, hint: string] } = {
  ENOSPC: ['the disk is full', 'free some space, or choose another place with --out; what was written stays readable'],
  EDQUOT: ['the disk quota is used up', 'choose another place with --out; what was written stays readable'],
  EACCES: ['permission denied', 'choose a folder you may write to with --out'],
  EPERM: ['permission denied', 'choose a folder you may write to with --out'],
  EROFS: ['the file system is read-only', 'choose a folder you may write to with --out'],
  ENOENT: ['the folder has vanished', 'something removed it while the run was going on; run again'],
  EEXIST: ['a file is where a folder should be', 'choose another folder with --out'],
  ENOTDIR: ['a part of the path is a file', 'choose another folder with --out'],
  EMFILE: ['too many open files', 'raise the limit with ulimit -n'],
}

/** Names what kept the log from being written. Exit `invalid`: without its log a run says nothing. */
export function writeFailure(path: string, error: unknown): Failure {
  if (error instanceof Failure) return error
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const [cause, hint] = CAUSES[code] ?? [(error as Error).message, 'check the folder and run again']
  return new Failure('log.write', `cannot write the run log at ${path}: ${cause}`, {
    exit: EXIT.invalid,
    hint,
    cause: error,
  })
}
