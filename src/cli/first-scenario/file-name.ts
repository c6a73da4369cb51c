import { existsSync } from 'node:fs'

/** `tailgate-127.0.0.1-8000.yaml` */
export function fileName(baseUrl: string): string {
  return `${stem(baseUrl)}.yaml`
}

/** The same, or the next that is free: what a user has changed is not written over. */
export function freeName(baseUrl: string): string {
  let name = fileName(baseUrl)
  for (let n = 2; existsSync(name); n++) name = `${stem(baseUrl)}-${n}.yaml`
  return name
}

function stem(baseUrl: string): string {
  const { hostname, port, protocol } = new URL(baseUrl)
  return `tailgate-${hostname.replaceAll(/[^\w.-]/g, '')}-${port || (protocol === 'https:' ? 443 : 80)}`
}
