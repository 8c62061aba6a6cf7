/**
 * Whether a posted path is the one that was served. An older client that opens an image and leaves it posts every path
 * with one decimal, and today's one posts what simplify-js leaves of it (tolerance 1, high quality), though nobody edited.
 */
import type { Segmentation, Size } from './types'
import { simplifyJs } from '../geometry/simplifyJs'
import { sameReadPaths, tryPaths } from './compoundPath'
import type { PaperPath } from './paperPath'

const TOLERANCE = 1

/** `served`: the pair, or [] where the client drew `segmentation` instead. */
export function isServedPath(posted: unknown, served: unknown[], segmentation: Segmentation | [], size: Size): boolean {
  const paths = served.length === 2 ? tryPaths(served) : fromSegmentation(segmentation, size)
  const given = tryPaths(posted)
  if (!paths || !given) return false
  if (sameReadPaths(given, paths)) return true
  const isShorter =
    given.length === paths.length &&
    given.every(({ segments }, index) => segments.length <= paths[index]!.segments.length)
  return isShorter && sameReadPaths(given, paths.map(simplified))
}

/** Straight lines between the points: the client forgets handles. */
function simplified({ segments, closed }: PaperPath): PaperPath {
  return {
    segments: simplifyJs(
      segments.map(({ point }) => point),
      TOLERANCE,
    ).map(toSegment),
    closed,
  }
}

function fromSegmentation(segmentation: Segmentation | [], { width, height }: Size): PaperPath[] {
  if (!Array.isArray(segmentation)) return []
  return segmentation.map((ring) => ({
    segments: Array.from({ length: ring.length >> 1 }, (_none, index) =>
      toSegment([ring[index * 2]! - width / 2, ring[index * 2 + 1]! - height / 2]),
    ),
    closed: true,
  }))
}

const toSegment = (point: readonly [number, number]) => ({
  point,
  handleIn: [0, 0] as const,
  handleOut: [0, 0] as const,
})
