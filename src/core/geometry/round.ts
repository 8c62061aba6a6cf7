/** Our tools write coordinates to 1/100 pixel; what was imported is never rounded. */
export const roundCoordinate = (coordinate: number): number => Math.round(coordinate * 100) / 100 + 0 // + 0 turns -0 into 0

/** A difference or a product of coordinates without what binary fractions leave at its end: 0.3, not 0.30000000000000004. */
export const withoutNoise = (number: number): number => Math.round(number * 1e6) / 1e6
