import type { Analysis } from '../model/analysis.ts'
import type { Fact } from '../model/report.ts'
import { formatBytes, formatDuration } from './format.ts'
import { describeLoad } from './load-text.ts'

/** What was run, on what, when, and by whom: enough to tell this run from every other. */
export function composeFacts({ manifest, window, seal }: Analysis): Fact[] {
  const { scenario, host } = manifest
  return [
    { label: 'run', value: manifest.run },
    { label: 'started', value: manifest.started },
    {
      label: 'ended',
      value: seal?.ended ?? 'interrupted',
      ...(seal?.ended !== 'complete' && { tone: 'warn' as const }),
    },
    { label: 'target', value: targetText(scenario.targets.map((target) => target.url)) },
    { label: 'model', value: distinct(scenario.targets.map((target) => target.model)).join(', ') || 'not named' },
    { label: 'load', value: describeLoad(scenario.load) },
    { label: 'window', value: formatDuration(window.to - window.from) },
    { label: 'fingerprint', value: manifest.fingerprint.slice(0, 16) },
    {
      label: 'generator',
      value: `tailgate ${manifest.tailgate}, ${manifest.workers} ${manifest.workers === 1 ? 'worker' : 'workers'}`,
    },
    {
      label: 'host',
      value: `${host.cpu}, ${host.cores} cores, ${formatBytes(host.memory)}, ${host.os}, Node ${host.node.replace(/^v/, '')}`,
    },
  ]
}

function targetText([first = 'none', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))]
}
