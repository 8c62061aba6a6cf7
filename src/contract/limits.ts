/** Limits and names that the page uses too, without the schemas: they would load zod with the first screen. */

/** Most ids, and most images, in one answer. */
export const MOST_IDS = 20_000
export const MOST_IMAGES = 1000

/** File name of a backup made on that day (UTC). */
export const backupName = (date: Date) => `atoll-${date.toISOString().slice(0, 10)}.zip`
