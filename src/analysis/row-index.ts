import type { RequestColumns } from '../model/columns.ts'

/** Finds the row of a request by its number: a table where numbers are dense, as a plan's are, else a map. */
export function rowIndex({ request, rows }: RequestColumns): (number: number) => number {
  let least = 0
  let most = -1
  for (let row = 0; row < rows; row++) {
    if (row === 0 || request[row] < least) least = request[row]
    if (row === 0 || request[row] > most) most = request[row]
  }
  return most - least < 16 * rows + 1024 ? table(request, rows, least, most) : map(request, rows)
}

function table(request: Int32Array, rows: number, least: number, most: number): (number: number) => number {
  const row = new Int32Array(most - least + 1).fill(-1)
  for (let i = 0; i < rows; i++) row[request[i] - least] = i
  return (number) => row[number - least] ?? -1
}

function map(request: Int32Array, rows: number): (number: number) => number {
  const row = new Map<number, number>()
  for (let i = 0; i < rows; i++) row.set(request[i], i)
  return (number) => row.get(number) ?? -1
}
