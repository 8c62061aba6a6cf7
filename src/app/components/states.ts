/** The states of an image, in the order of the work, and their names. */
import type { ImageState } from '@/contract/image'
import { t } from '../i18n'

export const STATES: readonly ImageState[] = [
  'unlabelled',
  'in_progress',
  'done',
  'done_empty',
  'needs_fix',
  'needs_review',
]

export const stateText = (state: ImageState): string => t(`states.${state}`)
