#!/usr/bin/env node
import module from 'node:module'

/**
 * The executable: checks that this Node can run the rest, then hands over to the command line. Names that an older Node
 * does not have must not be imported here, or it would fail before it can say so.
 */

const NEEDED = [22, 19] as const
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(`tailgate needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  // What is compiled once is kept in the system's folder for temporary files: a start takes a tenth less.
  module.enableCompileCache()
  const { main } = await import('./cli/main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
