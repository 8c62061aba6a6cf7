/** Bins of distributions. All but the outer bins have two edges; a value on an edge belongs to the bin below it. */

/** Areas in square pixels. The sides grow by about √2; 32² and 96² are the borders of COCO's small, medium and large objects. */
export const AREA_EDGES: readonly number[] = [
  1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096,
].map((side) => side ** 2)

/** Width over height. */
export const ASPECT_EDGES: readonly number[] = [0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 1.25, 1.5, 2, 3, 5, 10]

/** Seconds. */
export const TIME_EDGES: readonly number[] = [2, 5, 10, 20, 30, 60, 120, 300, 600, 1800]

/** Cells of the heat map in each direction. */
export const HEAT_CELLS = 20

/** Edges of the cells between the outer ones, in percent of the image. */
export const CELL_EDGES: readonly number[] = Array.from(
  { length: HEAT_CELLS - 1 },
  (_none, index) => ((index + 1) * 100) / HEAT_CELLS,
)

/** Index of the bin that holds a value, from 0; one bin more than there are edges. */
export function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

export interface Bin {
  /** Values are above it; null: no lower edge. */
  above: number | null
  /** Values are at most it; null: no upper edge. */
  most: number | null
  /** Of annotations, or images. */
  count: number
}

/** `counts`: one for each bin. */
export const binsOf = (edges: readonly number[], counts: ArrayLike<number>): Bin[] =>
  Array.from({ length: edges.length + 1 }, (_none, index) => ({
    above: edges[index - 1] ?? null,
    most: edges[index] ?? null,
    count: counts[index] ?? 0,
  }))
