import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** What the bench builds and leaves behind. */
export const CACHE = join(ROOT, '.cache', 'bench')
/** The executable as the package holds it, and as the repository does. */
export const BUILT = join(CACHE, 'package', 'dist', 'bin.js')
export const SOURCE = join(ROOT, 'src', 'bin.ts')
