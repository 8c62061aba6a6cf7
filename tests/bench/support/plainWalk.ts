/** The published algorithm (maskApi.c, rleFrPoly), step by step on plain arrays: what a straight translation costs. */
import type { Size } from '@/core/shape/types'

export function walkToCounts(ring: number[], { width, height }: Size): number[] {
  const xs: number[] = []
  const ys: number[] = []
  for (let index = 0; index < ring.length; index += 2) {
    xs.push(Math.trunc(5 * ring[index]! + 0.5))
    ys.push(Math.trunc(5 * ring[index + 1]! + 0.5))
  }
  const us: number[] = []
  const vs: number[] = []
  xs.forEach((_x, index) => {
    const next = (index + 1) % xs.length
    walkEdge([xs[index]!, ys[index]!], [xs[next]!, ys[next]!], us, vs)
  })
  const places: number[] = []
  for (let step = 1; step < us.length; step++) {
    if (us[step] === us[step - 1]) continue
    const column = ((us[step]! < us[step - 1]! ? us[step]! : us[step]! - 1) + 0.5) / 5 - 0.5
    if (Math.floor(column) !== column || column < 0 || column > width - 1) continue
    const row = (Math.min(vs[step]!, vs[step - 1]!) + 0.5) / 5 - 0.5
    places.push(column * height + Math.ceil(Math.min(height, Math.max(0, row))))
  }
  places.push(width * height)
  places.sort((a, b) => a - b)
  return toCounts(places)
}

function walkEdge([fromX, fromY]: [number, number], [toX, toY]: [number, number], us: number[], vs: number[]): void {
  const [spanX, spanY] = [Math.abs(toX - fromX), Math.abs(fromY - toY)]
  const backwards = (spanX >= spanY && fromX > toX) || (spanX < spanY && fromY > toY)
  const [startX, startY, endX, endY] = backwards ? [toX, toY, fromX, fromY] : [fromX, fromY, toX, toY]
  const slope = spanX >= spanY ? (endY - startY) / spanX : (endX - startX) / spanY
  const steps = Math.max(spanX, spanY)
  for (let step = 0; step <= steps; step++) {
    const along = backwards ? steps - step : step
    us.push(spanX >= spanY ? along + startX : Math.trunc(startX + slope * along + 0.5))
    vs.push(spanX >= spanY ? Math.trunc(startY + slope * along + 0.5) : along + startY)
  }
}

/** Differences of the places, those of nothing joined. */
function toCounts(places: number[]): number[] {
  const runs: number[] = []
  let before = 0
  for (const place of places) {
    runs.push(place - before)
    before = place
  }
  const counts = [runs[0]!]
  for (let index = 1; index < runs.length;) {
    if (runs[index]! > 0) counts.push(runs[index++]!)
    else {
      index += 1
      if (index < runs.length) counts[counts.length - 1]! += runs[index++]!
    }
  }
  return counts
}
