/** Building run lengths from the runs of set pixels, given in order. Places count pixels column by column. */

/** Adds the pixels from start up to end to runs that reach up to `written`, joined when they touch; returns how far they reach now. */
export function addRun(counts: number[], written: number, start: number, end: number): number {
  if (end <= start) return written
  if (start === written && counts.length > 0) counts[counts.length - 1]! += end - start
  else counts.push(start - written, end - start)
  return end
}

/** Adds the zeros up to the last pixel. */
export function closeRuns(counts: number[], written: number, pixels: number): number[] {
  if (written < pixels || counts.length === 0) counts.push(pixels - written)
  return counts
}
