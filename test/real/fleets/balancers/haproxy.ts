import type { Backend, Balancer } from './balancer.ts'

/** As streams of tokens need it. */
export const haproxy: Balancer = {
  name: 'haproxy',
  program: 'haproxy',
  config: (port, backends) => configOf(port, backends, ['option http-no-delay']),
  args: (_, config) => ['-db', '-f', config],
  // Its own errors, and what it makes of a connection that ends before the answer's head.
  adds: ['http_5xx', 'rejected', 'reset', 'truncated'],
  evicts: ['kill', 'hang', 'drain'],
  answers: 'short',
  holdsBack: false,
}

/** With few requests nobody can tell when one was last to be expected: eviction is not known. */
export const haproxyLong: Balancer = { ...haproxy, name: 'haproxy, long answers', evicts: [], answers: 'long' }

/** As it is by default: it waits for full segments, 200 ms at most. */
export const haproxyDelaying: Balancer = {
  ...haproxyLong,
  name: 'haproxy, long answers, delaying',
  config: (port, backends) => configOf(port, backends, []),
  holdsBack: true,
}

/** An answer of its own bears a name only where a server had been chosen. */
function configOf(port: number, backends: readonly Backend[], options: readonly string[]): string {
  const lines = [
    'global',
    '  maxconn 256',
    'defaults',
    '  mode http',
    '  timeout connect 1s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  option redispatch',
    ...options.map((option) => `  ${option}`),
    'listen fleet',
    `  bind 127.0.0.1:${port}`,
    '  balance leastconn',
    '  option httpchk GET /health',
    '  default-server check inter 500ms fall 2 rise 2',
    '  http-after-response set-header x-replica %[srv_name]',
    ...backends.map((backend) => `  server ${backend.name} 127.0.0.1:${backend.port}`),
  ]
  return `${lines.join('\n')}\n`
}
