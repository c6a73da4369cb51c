import { type Metric, metric } from './metric-kind.ts'

/** Which part of the requests, and how long they were. */
export const SHARE_METRICS = {
  attainment: metric('share', 'higher', 'performance', 'run', 'good requests / all requests due in the window', '1'),
  availability: metric('share', 'higher', 'reliability', 'run', 'ok requests / all requests due in the window', '1'),
  'availability.time': metric(
    'share',
    'higher',
    'reliability',
    'run',
    'share of one-second bins whose ok share is at least one half',
    '1',
  ),
  failed: metric(
    'share',
    'lower',
    'reliability',
    'run',
    'requests that did not end ok / all requests due in the window',
    '1',
  ),
  rejected: metric(
    'share',
    'lower',
    'reliability',
    'run',
    'requests turned away by admission control / all due in the window',
    '1',
  ),
  'tokens.in': metric(
    'tokens',
    'neither',
    'correctness',
    'request',
    'prompt tokens per ok request, by the server where it says so',
    '1',
  ),
  'tokens.out': metric(
    'tokens',
    'neither',
    'correctness',
    'request',
    'output tokens per ok request, by the server where it says so',
    '1',
  ),
  'tpot.vacuous': metric(
    'share',
    'neither',
    'correctness',
    'run',
    'ok requests of fewer than two tokens, whose tpot bound holds for want of a tpot',
    '1',
  ),
  'length.missed': metric(
    'share',
    'lower',
    'correctness',
    'run',
    'ok requests whose output differs from the length asked for',
    '1',
  ),
} as const satisfies { readonly [name: string]: Metric }
