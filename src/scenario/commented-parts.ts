/** Meters of a first scenario: the server's own metrics where they are known, else how they would be given. */
export function probeLines(metrics: boolean): string[] {
  const [power, others] = ['- nvidia-smi: true', 'power of this machine’s GPUs; or rapl, redfish, ipmi, command, csv']
  if (!metrics) {
    return lines([
      ['# probes:', 'meters, read while the load runs'],
      ['#   - metrics: true', '/metrics of the server: its queue, its cache, its own count of tokens'],
      [`#   ${power}`, others],
    ])
  }
  return [
    '# Meters, read while the load runs: the server’s own /metrics say how long its queue is, and what it counts itself.',
    'probes:',
    '  - metrics: true',
    ...lines([[`  # ${power}`, others]]),
  ]
}

/** Parts that a first scenario does not need, as comments: without their first `# ` they are valid. */
export function optionalLines(): string[] {
  return [
    '# There is more. To use a part, take the first "# " off each of its lines.',
    '',
    ...lines([
      ['# fleet:', 'several targets as one'],
      ['#   balance: least-requests', 'round-robin, random, least-tokens, power-of-two, session, prefix'],
      ['#   health: true', 'poll readiness, and leave out who is not ready'],
      ['#   ejection: true', 'leave out who fails three times in a row'],
    ]),
    '',
    ...lines([
      ['# faults:', 'planned trouble; runs only with --allow-faults'],
      ['#   - signal: STOP', 'KILL, TERM; or docker, kubectl, systemd, toxiproxy, proxy, command'],
      ['#     replica: busiest', 'or random, or its name'],
      ['#     at: measure + 10s'],
      ['#     for: 5s', 'then it goes on'],
    ]),
    '',
    ...lines([
      ['# prices:', 'for tokens per dollar, and what a fault wastes'],
      ['#   gpu: 2.50 USD/h', 'what you pay; or replica: 20 USD/h'],
      ['#   gpus: 8', 'that a replica has'],
      ['#   date: "2026-01-31"', 'of the price list'],
      ['#   source: price list of …'],
    ]),
    '',
    ...lines([
      ['# energy:', 'for joules per token; needs a meter of power among the probes'],
      ['#   scope: gpu', 'what it measures: or gpu+cpu+dram, node'],
      ['#   exclusive: true', 'those machines serve nothing else'],
    ]),
  ]
}

const COMMENT_AT = 31

const lines = (given: readonly (readonly [text: string, comment?: string])[]): string[] =>
  given.map(([text, comment]) => (comment === undefined ? text : `${text.padEnd(COMMENT_AT)}# ${comment}`))
