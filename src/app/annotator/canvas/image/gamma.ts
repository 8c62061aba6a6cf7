/** CSS has no gamma of its own; a filter of this name in the page has. */
export const GAMMA_ID = 'picture-gamma'
