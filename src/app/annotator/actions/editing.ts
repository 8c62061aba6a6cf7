/** What is done with the annotations that are selected. */
import type { Annotator } from '../annotator'
import { setCrowd } from '../operations/annotation'
import { copiesOf, duplicateSelected } from '../operations/copies'
import { bringForward, bringToFront, sendBackward, sendToBack } from '../operations/order'
import {
  fillSelected,
  intersectSelected,
  mergeSelected,
  selectedToBox,
  selectedToMask,
  selectedToPolygon,
  simplifySelected,
  smoothSelected,
  splitSelected,
  subtractSelected,
} from '../operations/shapes'
import { isUnfinished } from '../editor/draft'
import { repeatShape } from '../operations/repeat'
import { putCopies } from '../editor/clipboard'
import type { Editor } from '../editor/editor'
import { menuPlace } from '../canvas/openMenu'
import { canWalk, walk } from '../operations/walk'
import { always, isDrawing, someSelected, type Action, type Group } from './action'

export const editing: Action[] = [
  edit('select-all', null, ['Ctrl+a'], ({ editor }) => selectAll(editor), always),
  edit('copy', 'copy', ['Ctrl+c'], copy),
  edit('paste', 'paste', ['Ctrl+v'], ({ paste }) => paste(), always),
  edit('duplicate', 'duplicate', ['Ctrl+d'], ({ editor }) => duplicateSelected(editor)),
  edit('repeat', null, ['.'], repeat, always),
  edit('copy-previous', 'copy-previous', ['Ctrl+Shift+v'], ({ copyPrevious }) => void copyPrevious(), hasPrevious),
  edit('propagate', 'propagate', ['Shift+n'], ({ dialog }) => void (dialog.value = 'propagate'), hasNext),
  edit('to-front', 'front', ['Ctrl+]'], ({ editor }) => bringToFront(editor)),
  edit('forward', 'forward', ['Alt+]'], ({ editor }) => bringForward(editor)),
  edit('backward', 'backward', ['Alt+['], ({ editor }) => sendBackward(editor)),
  edit('to-back', 'back-most', ['Ctrl+['], ({ editor }) => sendToBack(editor)),
  edit(
    'crowd',
    null,
    [],
    ({ editor }) => editor.selected && setCrowd(editor, editor.selected.id, !editor.selected.iscrowd),
    oneSelected,
  ),
]

export const walking: Action[] = [
  edit('walk-next', null, ['Tab'], ({ editor }) => walk(editor, 1), canWalkNow),
  edit('walk-previous', null, ['Shift+Tab'], ({ editor }) => walk(editor, -1), canWalkNow),
  edit('menu', null, ['ContextMenu', 'Shift+F10'], openMenu, (annotator) => !isDrawing(annotator)),
]

export const shaping: Action[] = [
  shape('merge', 'merge', ['Ctrl+j'], mergeSelected, severalSelected),
  shape('split', 'split', ['Ctrl+Shift+j'], splitSelected),
  shape('subtract', 'subtract', [], subtractSelected, severalSelected),
  shape('intersect', 'intersect', [], intersectSelected, severalSelected),
  shape('simplify', 'simplify', [], simplifySelected),
  shape('smooth', 'smooth', [], smoothSelected),
  shape('fill-holes', 'fill', [], fillSelected),
  shape('to-box', 'box', [], selectedToBox),
  shape('to-polygon', 'polygon', [], selectedToPolygon),
  shape('to-mask', 'mask', [], selectedToMask),
]

type Enabled = Action['enabled']

function edit(
  id: string,
  icon: string | null,
  keys: string[],
  run: Action['run'],
  enabled: Enabled = someSelected,
): Action {
  return made('Edit', { id, icon, keys, run, enabled })
}

function shape(
  id: string,
  icon: string,
  keys: string[],
  change: (editor: Editor) => void,
  enabled: Enabled = someShape,
): Action {
  return made('Shape', { id, icon, keys, run: ({ editor }) => change(editor), enabled })
}

function made(group: Group, action: Omit<Action, 'group'>): Action {
  return { ...action, group }
}

function hasPrevious({ images }: Annotator) {
  return images.previous.value !== null
}

function hasNext(annotator: Annotator) {
  return someSelected(annotator) && annotator.images.next.value !== null
}

function oneSelected({ view }: Annotator) {
  return view.selection.value.size === 1
}

function someShape({ view }: Annotator) {
  return view.selectedItems.value.some((item) => item.shape)
}

function severalSelected({ view }: Annotator) {
  return view.selectedItems.value.filter((item) => item.shape).length > 1
}

/** While something is drawn, Tab leaves the drawing area as it does elsewhere. */
function canWalkNow(annotator: Annotator) {
  const { view } = annotator
  return !isDrawing(annotator) && canWalk({ doc: view.doc.value, display: view.display.value })
}

function openMenu({ editor, menuAt, dialog }: Annotator) {
  const area = document.querySelector('[role=application]')
  if (!area) return
  menuAt.value = menuPlace(editor, area.getBoundingClientRect())
  dialog.value = 'menu'
}

function selectAll(editor: Editor) {
  editor.setTool('select')
  editor.select(editor.doc.items.keys())
}

function repeat({ editor, notify }: Annotator) {
  if (!isUnfinished(editor.draft) && !repeatShape(editor)) notify({ key: 'notices.nothingToRepeat' })
}

function copy({ editor, notify }: Annotator) {
  const items = editor.selectedItems
  putCopies(copiesOf(editor.doc, items))
  notify({ key: 'annotator.copied', values: { count: items.length } })
}
