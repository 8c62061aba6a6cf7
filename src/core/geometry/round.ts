/** Our tools write coordinates to 1/100 pixel (D30); what was imported is never rounded. */
export const roundCoordinate = (coordinate: number): number => Math.round(coordinate * 100) / 100 + 0 // + 0 turns -0 into 0
