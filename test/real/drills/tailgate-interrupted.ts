import { CheckList } from '../check-list.ts'
import { checkBooks, resultOf } from '../checks.ts'
import { readRows } from '../read-rows.ts'
import { writeScenario } from '../run-folder.ts'
import { folderWithRows, TailgateProcess, tailgate } from '../tailgate.ts'
import { type Drill, steadyLoad } from './drill.ts'

/** One Ctrl-C in mid-run: the load ends, what is open is drained, the log is sealed, the report says so. */
export const tailgateInterrupted: Drill = {
  name: 'Ctrl-C',
  async run(server, surface, up) {
    const { path, out } = writeScenario([server.name, 'ctrl-c'], steadyLoad(server, surface, up.url, 60))
    const run = new TailgateProcess(['run', path, '--json', '--out', out])
    await folderWithRows(out, run)
    run.child.kill('SIGINT')
    const exit = await run.ended()
    const result = resultOf({ exit, out: run.out, err: run.err })
    const list = new CheckList()
    list.equal('exit code', exit, 130)
    list.equal('end', result.ended, 'interrupted')
    const log = await readRows(result.run)
    list.equal('end in the seal', log.seal?.ended ?? 'no seal', 'interrupted')
    list.equal('unrecorded', result.books.unrecorded, 0)
    checkBooks(list, result, log)
    const report = await tailgate(['report', result.run, '--format', 'json'])
    list.equal('exit code of report', report.exit, 130)
    list.equal('end by report', (JSON.parse(report.out) as { run: { ended: string } }).run.ended, 'interrupted')
    const { ok = 0, not_sent: unsent = 0 } = result.books.outcomes
    return { list, books: result.books, saw: `${ok} ok, ${unsent} not sent, sealed` }
  },
}
