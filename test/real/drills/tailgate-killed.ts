import { CheckList } from '../check-list.ts'
import type { ResultLine } from '../checks.ts'
import { readRows } from '../read-rows.ts'
import { writeScenario } from '../run-folder.ts'
import { folderWithRows, TailgateProcess, tailgate } from '../tailgate.ts'
import { type Drill, steadyLoad } from './drill.ts'

/** `kill -9` of Tailgate in mid-run: no seal, yet what was written can be reported, and is called interrupted. */
export const tailgateKilled: Drill = {
  name: 'kill -9 of tailgate',
  async run(server, surface, up) {
    const { path, out } = writeScenario([server.name, 'kill-9'], steadyLoad(server, surface, up.url, 60))
    const run = new TailgateProcess(['run', path, '--json', '--out', out])
    const folder = await folderWithRows(out, run)
    run.child.kill('SIGKILL')
    await run.ended()
    const log = await readRows(folder)
    const report = await tailgate(['report', folder, '--format', 'json'])
    const list = new CheckList()
    list.equal('exit code of report', report.exit, 130)
    const told = JSON.parse(report.out) as { run: { ended: string }; books: ResultLine['books'] }
    list.equal('end by report', told.run.ended, 'interrupted')
    list.that('there is no seal', log.seal === null, JSON.stringify(log.seal))
    list.that('rows were kept', log.requests.rows > 0, `${log.requests.rows}`)
    const outcomes = Object.values(told.books.outcomes).reduce((sum, n) => sum + n, 0)
    list.equal('rows in the books', outcomes, log.requests.rows)
    list.equal('books', outcomes + told.books.unrecorded, told.books.planned)
    return { list, books: told.books, saw: `${outcomes} rows kept, ${told.books.unrecorded} unrecorded` }
  },
}
