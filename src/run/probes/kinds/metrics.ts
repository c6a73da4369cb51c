import { Failure } from '../../../base/failure.ts'
import { canonicalValues, isKnown, isWanted } from '../canonical.ts'
import { HttpGetter, place, refused } from '../http-get.ts'
import type { Meter, MeterSample, MeterWorld, ProbeOf } from '../meter.ts'
import { metricsUrls } from '../metrics-urls.ts'
import { probeFailure } from '../probe-failure.ts'
import { parsePrometheusText, type Scrape } from '../prometheus-text.ts'

/** Prometheus text over HTTP, of the URL given or of the target. */
export async function openMetrics(probe: ProbeOf<'metrics'>, { target }: MeterWorld): Promise<Meter> {
  const http = new HttpGetter({ headers: probe.headers, tls: target?.access.tls ?? null })
  if (probe.url !== null || target === null) return new MetricsMeter([probe.url ?? ''], http, () => ({}))
  const { authorization, headers } = target.access
  const own = { ...headers, ...(authorization !== null && { authorization }) }
  const { origin } = new URL(target.url)
  // Another port may be another's: it does not learn the target's secrets.
  return new MetricsMeter(metricsUrls(target), http, (url) => (new URL(url).origin === origin ? own : {}))
}

type Headers = { readonly [name: string]: string }

class MetricsMeter implements Meter {
  readonly recall = null
  readonly #http: HttpGetter
  /** One only, once a scrape of it was understood. */
  #urls: readonly string[]
  readonly #headersFor: (url: string) => Headers
  #toldBadLines = false

  constructor(urls: readonly string[], http: HttpGetter, headersFor: (url: string) => Headers) {
    this.#urls = urls
    this.#http = http
    this.#headersFor = headersFor
  }

  get what(): string {
    return place(this.#urls[0])
  }

  readonly read = async (signal: AbortSignal): Promise<MeterSample> => {
    const failures: Failure[] = []
    for (const url of this.#urls) {
      try {
        const sample = await this.#scrape(url, signal)
        this.#urls = [url]
        return sample
      } catch (error) {
        if (!(error instanceof Failure) || signal.aborted) throw error
        failures.push(error)
      }
    }
    throw failures[0]
  }

  async close(): Promise<void> {
    this.#http.close()
  }

  async #scrape(url: string, signal: AbortSignal): Promise<MeterSample> {
    const got = await this.#http.get(url, signal, this.#headersFor(url))
    if (got.status < 200 || got.status > 299) throw refused(url, got, HINTS[got.status] ?? WHERE)
    const text = got.body.toString('utf8')
    if (/^\s*[[{]/.test(text)) throw probeFailure('malformed', `${place(url)} is JSON, not Prometheus text`, WHERE)

    const scrape = parsePrometheusText(text, isWanted)
    const values = canonicalValues(scrape.samples)
    if (values.every(({ name }) => name === 'process.start') && !isExpected(scrape, text)) {
      throw probeFailure('unknown', `${place(url)} holds no metric that is known`, UNKNOWN)
    }
    return { values, bytes: got.body.length, notes: this.#notes(scrape, url) }
  }

  #notes({ badLines }: Scrape, url: string): string[] {
    if (badLines === 0 || this.#toldBadLines) return []
    this.#toldBadLines = true
    return [`${place(url)}: ${badLines} lines are no Prometheus text and were passed over`]
  }
}

/** Families have no sample before their first event: announced ones will come, and an empty scrape may fill. */
function isExpected({ declared }: Scrape, text: string): boolean {
  return declared.some(isKnown) || !/^[^#\s]/m.test(text)
}

const WHERE = 'give the probe the URL of the metrics: Triton has them on port 8002, DCGM’s exporter on 9400'
const UNKNOWN =
  'known are vLLM, SGLang, TGI, llama.cpp, Triton, TensorRT-LLM, Dynamo, DCGM’s exporter and Kepler; others through the probes prometheus or command'

const HINTS: { readonly [status: number]: string } = {
  401: 'give the probe the header it wants',
  403: 'give the probe the header it wants',
  501: 'llama.cpp has metrics only when started with --metrics',
}
