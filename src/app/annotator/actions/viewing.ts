/** Undo and redo, and what only changes the view. */
import type { Annotator } from '../annotator'
import { LABELS, type Display, type Labels } from '../editor/display'
import type { Editor } from '../editor/editor'
import { lockSelected, toggleSelected, toggleSolo } from '../operations/visibility'
import { always, isDrawing, someSelected, type Action } from './action'

const STEP = 1.25

export const history: Action[] = [
  {
    id: 'undo',
    icon: 'undo',
    keys: ['Ctrl+z'],
    group: 'History',
    enabled: (annotator) => isDrawing(annotator) || annotator.undoLabel.value !== null,
    run: (annotator) => annotator.undo(),
  },
  {
    id: 'redo',
    icon: 'redo',
    keys: ['Ctrl+Shift+z', 'Ctrl+y'],
    group: 'History',
    enabled: canRedo,
    run: (annotator) => annotator.redo(),
  },
]

export const viewing: Action[] = [
  {
    id: 'hide',
    icon: 'hide',
    keys: ['h'],
    group: 'View',
    enabled: someSelected,
    run: ({ editor }) => toggleSelected(editor),
  },
  {
    id: 'solo',
    icon: 'solo',
    keys: ['Shift+h'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => toggleSolo(editor),
  },
  { id: 'lock', icon: 'lock', keys: ['l'], group: 'View', enabled: always, run: ({ editor }) => lockSelected(editor) },
  {
    id: 'hide-all',
    icon: null,
    keys: ['Shift+a'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => flip(editor, 'hideAll'),
  },
  { id: 'fit', icon: 'fit', keys: ['c'], group: 'View', enabled: always, run: ({ editor }) => editor.fit() },
  {
    id: 'zoom-in',
    icon: 'zoom-in',
    keys: ['+', '='],
    group: 'View',
    enabled: always,
    run: ({ editor }) => editor.zoomBy(STEP),
  },
  {
    id: 'zoom-out',
    icon: 'zoom-out',
    keys: ['-'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => editor.zoomBy(1 / STEP),
  },
  { id: 'zoom-100', icon: null, keys: ['0'], group: 'View', enabled: always, run: ({ editor }) => editor.zoomTo(1) },
  {
    id: 'window-auto',
    icon: null,
    keys: ['Shift+w'],
    group: 'View',
    enabled: isHighBitDepth,
    run: ({ depth }) => depth.choose('auto'),
  },
  {
    id: 'window-full',
    icon: null,
    keys: ['Shift+f'],
    group: 'View',
    enabled: isHighBitDepth,
    run: ({ depth }) => depth.choose('full'),
  },
  {
    id: 'outline',
    icon: null,
    keys: ['o'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => flip(editor, 'outlineOnly'),
  },
  {
    id: 'color-by',
    icon: null,
    keys: ['Shift+c'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => editor.show({ colorBy: editor.display.colorBy === 'category' ? 'instance' : 'category' }),
  },
  {
    id: 'labels',
    icon: null,
    keys: ['Shift+l'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => editor.show({ labels: nextLabels(editor.display.labels) }),
  },
  {
    id: 'cross-hair',
    icon: null,
    keys: ['x'],
    group: 'View',
    enabled: always,
    run: ({ editor }) => flip(editor, 'crossHair'),
  },
]

const nextLabels = (labels: Labels): Labels => LABELS[(LABELS.indexOf(labels) + 1) % LABELS.length]!

/** While something is drawn, redo belongs to it. */
function canRedo(annotator: Annotator) {
  const { view, editor, redoLabel } = annotator
  void view.draft.value
  if (editor.canStepForward()) return true
  return !isDrawing(annotator) && redoLabel.value !== null
}

function isHighBitDepth({ depth }: Annotator) {
  return depth.ranges.value !== null
}

function flip(editor: Editor, name: 'hideAll' | 'outlineOnly' | 'crossHair') {
  const change: Partial<Display> = { [name]: !editor.display[name] }
  editor.show(change)
}
