/** What is done with the annotations that are selected. */
import type { Annotator } from '../annotator'
import { setCrowd } from '../operations/annotation'
import { copiesOf, duplicateSelected } from '../operations/copies'
import { bringForward, bringToFront, sendBackward, sendToBack } from '../operations/order'
import {
  fillSelected, intersectSelected, mergeSelected, selectedToBox, selectedToMask, selectedToPolygon, simplifySelected, smoothSelected, splitSelected, subtractSelected,
} from '../operations/shapes'
import { putCopies } from '../editor/clipboard'
import type { Editor } from '../editor/editor'
import { always, someSelected, type Action, type Group } from './action'

export const editing: Action[] = [
  edit('select-all', 'Select all', null, ['Ctrl+a'], ({ editor }) => selectAll(editor), always),
  edit('copy', 'Copy', 'copy', ['Ctrl+c'], copy),
  edit('paste', 'Paste', 'paste', ['Ctrl+v'], ({ paste }) => paste(), always),
  edit('duplicate', 'Duplicate', 'duplicate', ['Ctrl+d'], ({ editor }) => duplicateSelected(editor)),
  edit('copy-previous', 'Copy all from the previous image', 'copy-previous', ['Ctrl+Shift+v'], ({ copyPrevious }) => void copyPrevious(), hasPrevious),
  edit('to-front', 'Bring to front', 'front', ['Ctrl+]'], ({ editor }) => bringToFront(editor)),
  edit('forward', 'Bring forward', 'forward', ['Alt+]'], ({ editor }) => bringForward(editor)),
  edit('backward', 'Send backward', 'backward', ['Alt+['], ({ editor }) => sendBackward(editor)),
  edit('to-back', 'Send to back', 'back-most', ['Ctrl+['], ({ editor }) => sendToBack(editor)),
  edit('crowd', 'Mark as crowd, or as single', null, [], ({ editor }) => editor.selected && setCrowd(editor, editor.selected.id, !editor.selected.iscrowd), oneSelected),
]

export const shaping: Action[] = [
  shape('merge', 'Merge', 'merge', ['Ctrl+j'], mergeSelected, severalSelected),
  shape('split', 'Split parts', 'split', ['Ctrl+Shift+j'], splitSelected),
  shape('subtract', 'Subtract the others from the first', 'subtract', [], subtractSelected, severalSelected),
  shape('intersect', 'Keep of the first what is in the others', 'intersect', [], intersectSelected, severalSelected),
  shape('simplify', 'Simplify', 'simplify', [], simplifySelected),
  shape('smooth', 'Smooth', 'smooth', [], smoothSelected),
  shape('fill-holes', 'Fill holes', 'fill', [], fillSelected),
  shape('to-box', 'Turn into box', 'box', [], selectedToBox),
  shape('to-polygon', 'Turn into polygon', 'polygon', [], selectedToPolygon),
  shape('to-mask', 'Turn into mask', 'mask', [], selectedToMask),
]

type Enabled = Action['enabled']

function edit(id: string, label: string, icon: string | null, keys: string[], run: Action['run'], enabled: Enabled = someSelected): Action {
  return made('Edit', { id, label, icon, keys, run, enabled })
}

function shape(id: string, label: string, icon: string, keys: string[], change: (editor: Editor) => void, enabled: Enabled = someShape): Action {
  return made('Shape', { id, label, icon, keys, run: ({ editor }) => change(editor), enabled })
}

function made(group: Group, action: Omit<Action, 'group'>): Action {
  return { ...action, group }
}

function hasPrevious({ data }: Annotator) {
  return Boolean(data.value?.image.previous)
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

function selectAll(editor: Editor) {
  editor.setTool('select')
  editor.select(editor.doc.items.keys())
}

function copy({ editor, notify }: Annotator) {
  const items = editor.selectedItems
  putCopies(copiesOf(editor.doc, items))
  notify(items.length === 1 ? 'Copied. Ctrl+V pastes it, also onto another image.' : `Copied ${items.length} annotations. Ctrl+V pastes them, also onto another image.`)
}
