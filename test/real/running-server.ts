import { freePorts } from './free-ports.ts'
import { readMetrics, type Samples } from './metrics-page.ts'
import type { RealServer, ServerLaunch } from './real-server.ts'
import { RunningProcess } from './running-process.ts'

/** One inference server with all it has started, on ports of its own. */
export class RunningServer extends RunningProcess {
  readonly url: string
  readonly launch: ServerLaunch

  private constructor(launch: ServerLaunch, port: number) {
    super(launch)
    this.url = `http://127.0.0.1:${port}`
    this.launch = launch
  }

  /** @throws Error with the end of the server's log when it ends, or is not ready in time */
  static async start(server: RealServer, folder: string): Promise<RunningServer> {
    const ports = await freePorts(server.ports.length)
    return new RunningServer(server.launch(folder, ports), ports[0]).onceReady()
  }

  metrics(): Promise<Samples> {
    return readMetrics(this.launch.metrics)
  }
}
