/** The filters that a query may use. The order is the one in which they are listed for people. */

/** What a value of a filter may look like. */
export type ValueKind = 'text' | 'glob' | 'choice' | 'category' | 'number' | 'date' | 'pair'

export interface Filter {
  /** `both`: outside brackets of the image, within them of one annotation. */
  of: 'image' | 'annotation' | 'both'
  kind: ValueKind
  choices?: readonly string[]
}

/** As `ImageState` of the contract, which core cannot import; a test compares them. */
export const STATES = ['unlabelled', 'in_progress', 'done', 'done_empty', 'needs_fix', 'needs_review'] as const
const YES_NO = ['yes', 'no'] as const
export const SHAPE_KINDS = ['polygon', 'mask', 'box', 'keypoints', 'empty'] as const

export const FILTERS = {
  name: { of: 'image', kind: 'glob' },
  folder: { of: 'image', kind: 'glob' },
  path: { of: 'image', kind: 'glob' },
  state: { of: 'image', kind: 'choice', choices: STATES },
  split: { of: 'image', kind: 'text' },
  category: { of: 'both', kind: 'category' },
  annotations: { of: 'image', kind: 'number' },
  width: { of: 'image', kind: 'number' },
  height: { of: 'image', kind: 'number' },
  file: { of: 'image', kind: 'choice', choices: ['present', 'missing'] },
  metadata: { of: 'image', kind: 'pair' },
  id: { of: 'image', kind: 'number' },
  created: { of: 'both', kind: 'date' },
  updated: { of: 'both', kind: 'date' },
  area: { of: 'annotation', kind: 'number' },
  aspect: { of: 'annotation', kind: 'number' },
  x: { of: 'annotation', kind: 'number' },
  y: { of: 'annotation', kind: 'number' },
  shape: { of: 'annotation', kind: 'choice', choices: SHAPE_KINDS },
  crowd: { of: 'annotation', kind: 'choice', choices: YES_NO },
  score: { of: 'annotation', kind: 'number' },
  prediction: { of: 'annotation', kind: 'choice', choices: YES_NO },
  creator: { of: 'annotation', kind: 'glob' },
  attribute: { of: 'annotation', kind: 'pair' },
} as const satisfies Record<string, Filter>

export type FilterKey = keyof typeof FILTERS
