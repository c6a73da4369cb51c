import type { Process, ProcessTable } from './process-table.ts'

/** Processes and all that descend from them, parents before children; each once. */
export function treeOf(roots: readonly number[], table: ProcessTable): Process[] {
  const children = new Map<number, number[]>()
  for (const { pid, parent } of table.values()) {
    const siblings = children.get(parent)
    if (siblings) siblings.push(pid)
    else children.set(parent, [pid])
  }
  const seen = new Set(roots)
  for (const pid of seen) for (const child of children.get(pid) ?? []) seen.add(child)
  return [...seen].flatMap((pid) => table.get(pid) ?? [])
}

/** Parents up to the first process. */
export function ancestorsOf(pid: number, table: ProcessTable): number[] {
  const line: number[] = []
  for (let up = table.get(pid)?.parent; up && !line.includes(up); up = table.get(up)?.parent) line.push(up)
  return line
}

/** Those of which no other of them is an ancestor. */
export function topmost(pids: readonly number[], table: ProcessTable): number[] {
  return pids.filter((pid) => !ancestorsOf(pid, table).some((up) => pids.includes(up)))
}
