/** Width that thumbnails are asked for, in pixels of the picture. */
export const TILE_PIXELS = 400
