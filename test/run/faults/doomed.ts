/** Hits a server as the JSON fault in argv says, prints each step, and waits to be killed. */
import { nanos } from '../../../src/base/nanos.ts'
import { createDirector } from '../../../src/run/faults/create-director.ts'
import { faultOf, PLAN, stageOf, targetAt } from './stage.ts'

const [port, fault] = process.argv.slice(2)
const world = stageOf([targetAt('a', Number(port))], { event: (event) => console.log(JSON.stringify(event)) })
const faults = [faultOf(JSON.parse(fault))]
const director = await createDirector({ faults, runId: 'doomed', world, proxy: null })
director.check({ ...PLAN, window: { from: nanos(0), to: null } })
director.start()
setInterval(() => {}, 1e6)
