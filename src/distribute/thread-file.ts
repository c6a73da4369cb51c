/** URL of a sibling module as it lies on disk: TypeScript in the repository, JavaScript in the package. */
export function threadFile(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new URL(`./${name}.${extension}`, import.meta.url)
}
