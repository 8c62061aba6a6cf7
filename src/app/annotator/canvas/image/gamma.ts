/** CSS has no gamma filter; this is the id of an SVG filter in the page. */
export const GAMMA_ID = 'image-gamma'
