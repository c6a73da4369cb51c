import { readFileSync } from 'node:fs'

/** The body of a scrape. Those of vLLM, llama.cpp, Triton and MLServer were recorded from real servers. */
export const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/metrics/${name}.txt`, import.meta.url), 'utf8')
