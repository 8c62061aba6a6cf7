/** Undo and redo, and what only changes the view. */
import { toggleSelected } from '../operations'
import { always, isDrawing, someSelected, type Action } from './action'

const STEP = 1.25

export const history: Action[] = [
  { id: 'undo', label: 'Undo', icon: 'undo', keys: ['Ctrl+z'], group: 'History', enabled: (annotator) => isDrawing(annotator) || annotator.undoLabel.value !== null, run: (annotator) => annotator.undo() },
  { id: 'redo', label: 'Redo', icon: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], group: 'History', enabled: ({ redoLabel }) => redoLabel.value !== null, run: (annotator) => annotator.redo() },
]

export const viewing: Action[] = [
  { id: 'hide', label: 'Hide or show selected', icon: 'hide', keys: ['h'], group: 'View', enabled: someSelected, run: ({ editor }) => toggleSelected(editor) },
  { id: 'fit', label: 'Fit to window', icon: 'fit', keys: ['c'], group: 'View', enabled: always, run: ({ editor }) => editor.fit() },
  { id: 'zoom-in', label: 'Zoom in', icon: 'zoom-in', keys: ['+', '='], group: 'View', enabled: always, run: ({ editor }) => editor.zoomBy(STEP) },
  { id: 'zoom-out', label: 'Zoom out', icon: 'zoom-out', keys: ['-'], group: 'View', enabled: always, run: ({ editor }) => editor.zoomBy(1 / STEP) },
  { id: 'zoom-100', label: 'Zoom to 100 %', icon: null, keys: ['0'], group: 'View', enabled: always, run: ({ editor }) => editor.zoomTo(1) },
]
