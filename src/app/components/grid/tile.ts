/** Width that thumbnails are asked for, in pixels of the image. */
export const TILE_PIXELS = 400
