/** The one key of ours in clean COCO files: what the format has no place for. Other tools pass over it. */
export const OWN_KEY = 'atoll'
