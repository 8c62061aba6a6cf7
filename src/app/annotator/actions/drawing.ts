/** Tools, what the hand is doing with them, and the arrow keys. */
import type { Annotator } from '../annotator'
import type { Editor } from '../editor/editor'
import { removeSelected } from '../operations/annotation'
import { flipSelected, markKeypoint } from '../operations/keypoints'
import { tools } from '../tools'
import { resizeTip } from '../tools/brushStroke'
import { always, isDrawing, someSelected, type Action } from './action'

const FAR = 10 // image pixels

export const toolActions = tools.map(({ id, icon, key }): Action => ({
  id: `tool-${id}`,
  icon,
  keys: [key],
  group: 'Tools',
  enabled: always,
  run: ({ editor }) => editor.setTool(id),
}))

export const drawing: Action[] = [
  {
    id: 'new',
    icon: 'add',
    keys: ['Space'],
    group: 'Drawing',
    enabled: always,
    run: ({ newAnnotation }) => newAnnotation(),
  },
  {
    id: 'complete',
    icon: 'check',
    keys: ['Enter'],
    group: 'Drawing',
    enabled: canComplete,
    run: ({ editor }) => void editor.complete(),
  },
  {
    id: 'cancel',
    icon: 'close',
    keys: ['Escape'],
    group: 'Drawing',
    enabled: always,
    run: ({ editor }) => leave(editor),
  },
  {
    id: 'step-back',
    icon: 'undo',
    keys: [],
    group: 'Drawing',
    enabled: isDrawing,
    run: ({ editor }) => void editor.stepBack(),
  },
  {
    id: 'follow-border',
    icon: null,
    keys: ['Shift+b'],
    group: 'Drawing',
    enabled: hasTwoPoints,
    run: ({ editor, notify }) => void (editor.follow() || notify({ key: 'notices.noBorder' })),
  },
  {
    id: 'candidate',
    icon: 'candidate',
    keys: [],
    group: 'Drawing',
    enabled: hasCandidates,
    run: ({ editor }) => void editor.cycle(),
  },
  {
    id: 'delete',
    icon: 'delete',
    keys: ['Delete', 'Backspace'],
    group: 'Drawing',
    enabled: (annotator) => someSelected(annotator) || isDrawing(annotator),
    run: (annotator) => removeOrStepBack(annotator),
  },
]

/** Puts aside what is half-drawn; else selects nothing; else takes the select tool. */
function leave(editor: Editor) {
  if (editor.cancel()) return
  if (editor.selection.size > 0) editor.select([])
  else if (editor.tool.draws) editor.setTool('select')
}

/** While something is drawn, its last point goes, never what is selected. */
function removeOrStepBack(annotator: Annotator) {
  const { editor } = annotator
  if (editor.remove()) return
  if (isDrawing(annotator)) editor.stepBack()
  else removeSelected(editor)
}

/** With some tools Enter also does something to what is selected. */
function canComplete(annotator: Annotator) {
  if (isDrawing(annotator) || annotator.view.working.value !== null) return true
  return annotator.view.tool.value.takesSelected === true && someSelected(annotator)
}

function hasTwoPoints({ view }: Annotator) {
  const draft = view.draft.value
  return draft?.kind === 'ring' && draft.points.length > 1
}

function hasCandidates({ view }: Annotator) {
  const draft = view.draft.value
  return draft?.kind === 'found' && draft.note !== undefined
}

export const keypointing: Action[] = [
  {
    id: 'keypoint-skip',
    icon: 'next-unlabelled',
    keys: ['q'],
    group: 'Drawing',
    enabled: ({ view }) => view.tool.value.id === 'keypoints',
    run: ({ editor }) => void editor.skip(),
  },
  {
    id: 'keypoint-flip',
    icon: 'flip',
    keys: ['f'],
    group: 'Edit',
    enabled: hasKeypoints,
    run: ({ editor }) => flipSelected(editor),
  },
  marks('keypoint-hidden', 'Shift+v', 'hidden'),
  marks('keypoint-absent', 'Shift+u', 'absent'),
]

function marks(id: string, key: string, as: 'hidden' | 'absent'): Action {
  const enabled = (annotator: Annotator) => hasKeypoints(annotator) || annotator.view.draft.value?.kind === 'keypoints'
  const run = ({ editor, notify }: Annotator) =>
    void (markKeypoint(editor, as) || notify({ key: 'notices.noKeypoint' }))
  return { id, icon: null, keys: [key], group: 'Edit', enabled, run }
}

function hasKeypoints({ view }: Annotator) {
  return view.selectedItems.value.some(({ keypoints }) => keypoints.length > 0)
}

export const tips: Action[] = [
  {
    id: 'tip-smaller',
    icon: null,
    keys: ['['],
    group: 'Drawing',
    enabled: hasTip,
    run: ({ editor }) => resizeTip(editor, -1),
  },
  {
    id: 'tip-larger',
    icon: null,
    keys: [']'],
    group: 'Drawing',
    enabled: hasTip,
    run: ({ editor }) => resizeTip(editor, 1),
  },
]

function hasTip({ view }: Annotator) {
  return view.tool.value.tip !== undefined
}

export const nudges = (
  [
    ['Left', -1, 0],
    ['Right', 1, 0],
    ['Up', 0, -1],
    ['Down', 0, 1],
  ] as const
).flatMap(([name, dx, dy]): Action[] => [
  nudge(`Arrow${name}`, dx, dy),
  nudge(`Shift+Arrow${name}`, dx * FAR, dy * FAR),
])

function nudge(key: string, dx: number, dy: number): Action {
  return {
    id: `nudge-${key}`,
    icon: null,
    keys: [key],
    group: 'Drawing',
    enabled: canNudge,
    run: ({ editor }) => void editor.nudge(dx, dy),
  }
}

/** In the drawing tools the arrows move the drawing cursor. */
function canNudge(annotator: Annotator) {
  return someSelected(annotator) || annotator.view.tool.value.draws
}
