#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

/** The executable: checks that this Node can run the rest, then hands over to the command line. */

const NEEDED = [22, 19] as const
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(`tailgate needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  // What is compiled once is kept in the system's folder for temporary files: a start takes a tenth less.
  enableCompileCache()
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
