import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE, ROOT } from '../places.ts'

const YARDSTICK = join(ROOT, 'bench', 'yardstick')

/** Compiles the mock and the reader. @throws when there is no C compiler */
export function buildYardsticks(): void {
  mkdirSync(CACHE, { recursive: true })
  for (const name of ['mock', 'reader']) {
    execFileSync('cc', ['-O2', '-o', join(CACHE, name), join(YARDSTICK, `${name}.c`)], { stdio: 'inherit' })
  }
}

/** Compiles Tailgate as its package holds it, beside the package.json that it reads its version from. */
export function buildPackage(): void {
  const folder = join(CACHE, 'package')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc')
  const args = ['-p', join(ROOT, 'tsconfig.build.json'), '--noCheck', '--outDir', join(folder, 'dist')]
  execFileSync(tsc, args, { stdio: 'inherit' })
}
