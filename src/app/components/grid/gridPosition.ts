/** Where in each dataset's grid one looked last, for this tab. */
import type { LocationQuery } from 'vue-router'

export interface GridPosition {
  /** Of the address, and the same as a text to compare. */
  query: LocationQuery
  key: string
  /** Of the image at the top left. */
  index: number
  /** Pixels of its row that are scrolled past; below 0: what is above the grid was seen. */
  offset: number
  /** Of the image that the keyboard is at. */
  current: number
}

const nameOf = (dataset: number) => `atoll:place:${dataset}`

export function rememberGridPosition(dataset: number, place: GridPosition) {
  try {
    sessionStorage.setItem(nameOf(dataset), JSON.stringify(place))
  } catch {
    // without storage one comes back to the top
  }
}

export function rememberedGridPosition(dataset: number): GridPosition | null {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(dataset)) ?? 'null') as GridPosition | null
  } catch {
    return null
  }
}

/** The address of a dataset's grid, as it was looked at last. */
export const datasetAddress = (dataset: number) => ({
  path: `/datasets/${dataset}`,
  query: rememberedGridPosition(dataset)?.query,
})
