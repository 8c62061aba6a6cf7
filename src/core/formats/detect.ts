/** Which format the files of an archive have, told from what is in them. */
import { formats } from './table'
import type { Format, FormatId, Found, Listing } from './types'

export interface Detected {
  format: Format
  found: Found
}

/** All formats that fit, in the order of the table. COCO files are found by reading them, elsewhere. */
export async function detectFormats(listing: Listing): Promise<Detected[]> {
  const detected: Detected[] = []
  for (const format of formats) {
    const found = await format.reader?.detect(listing, false)
    if (found) detected.push({ format, found })
  }
  return detected
}

export async function detectFormat(listing: Listing, id: FormatId): Promise<Detected | null> {
  const format = formats.find((each) => each.id === id)
  const found = await format?.reader?.detect(listing, true)
  return format && found ? { format, found } : null
}
