/** Everything a person can do in the annotator: one table for the tool bar, the menus and the keys. */
import type { Annotator } from './annotator'
import { chooseCategory, removeSelected, toggleSelected } from './operations'
import { tools } from './tools'

export interface Action {
  id: string
  label: string
  /** Name in icons.ts. */
  icon: string | null
  /** By the character, with `Ctrl+` and `Shift+` before it. The first one is shown. */
  keys: readonly string[]
  group: 'Tools' | 'Drawing' | 'History' | 'View' | 'Image' | 'Category'
  enabled(annotator: Annotator): boolean
  run(annotator: Annotator): void
}

const always = () => true
const someSelected = ({ view }: Annotator) => view.selection.value.size > 0
/** In the drawing tools the arrows move the drawing cursor. */
const canNudge = (annotator: Annotator) => someSelected(annotator) || annotator.view.tool.value.draws
const STEP = 1.25
const FAR = 10 // image pixels

const toolActions = tools.map(({ id, label, icon, key }): Action => ({
  id: `tool-${id}`, label, icon, keys: [key], group: 'Tools', enabled: always, run: ({ editor }) => editor.setTool(id),
}))

const drawing: Action[] = [
  { id: 'complete', label: 'Finish shape', icon: 'check', keys: ['Enter'], group: 'Drawing', enabled: isDrawing, run: ({ editor }) => void editor.complete() },
  { id: 'cancel', label: 'Drop shape, or select nothing', icon: 'close', keys: ['Escape'], group: 'Drawing', enabled: always, run: ({ editor }) => void editor.cancel() },
  { id: 'step-back', label: 'Take back the last point', icon: 'undo', keys: ['Backspace'], group: 'Drawing', enabled: isDrawing, run: ({ editor }) => void editor.stepBack() },
  { id: 'delete', label: 'Delete', icon: 'delete', keys: ['Delete'], group: 'Drawing', enabled: (annotator) => someSelected(annotator) || isDrawing(annotator), run: ({ editor }) => void (editor.remove() || removeSelected(editor)) },
  { id: 'hide', label: 'Hide or show selected', icon: 'hide', keys: ['h'], group: 'Drawing', enabled: someSelected, run: ({ editor }) => toggleSelected(editor) },
]

const nudges = ([['Left', -1, 0], ['Right', 1, 0], ['Up', 0, -1], ['Down', 0, 1]] as const).flatMap(([name, dx, dy]): Action[] => [
  nudge(`Move ${name.toLowerCase()}`, `Arrow${name}`, dx, dy),
  nudge(`Move ${name.toLowerCase()} by ${FAR}`, `Shift+Arrow${name}`, dx * FAR, dy * FAR),
])

function nudge(label: string, key: string, dx: number, dy: number): Action {
  return { id: `nudge-${key}`, label, icon: null, keys: [key], group: 'Drawing', enabled: canNudge, run: ({ editor }) => void editor.nudge(dx, dy) }
}

const history: Action[] = [
  { id: 'undo', label: 'Undo', icon: 'undo', keys: ['Ctrl+z'], group: 'History', enabled: (annotator) => isDrawing(annotator) || annotator.undoLabel.value !== null, run: (annotator) => annotator.undo() },
  { id: 'redo', label: 'Redo', icon: 'redo', keys: ['Ctrl+Shift+z', 'Ctrl+y'], group: 'History', enabled: ({ redoLabel }) => redoLabel.value !== null, run: (annotator) => annotator.redo() },
]

const viewing: Action[] = [
  { id: 'fit', label: 'Fit to window', icon: 'fit', keys: ['c'], group: 'View', enabled: always, run: ({ editor }) => editor.fit() },
  { id: 'zoom-in', label: 'Zoom in', icon: 'zoom-in', keys: ['+', '='], group: 'View', enabled: always, run: ({ editor }) => editor.zoomBy(STEP) },
  { id: 'zoom-out', label: 'Zoom out', icon: 'zoom-out', keys: ['-'], group: 'View', enabled: always, run: ({ editor }) => editor.zoomBy(1 / STEP) },
  { id: 'zoom-100', label: 'Zoom to 100 %', icon: null, keys: ['0'], group: 'View', enabled: always, run: ({ editor }) => editor.zoomTo(1) },
]

const image: Action[] = [
  { id: 'previous', label: 'Previous image', icon: 'previous', keys: ['p'], group: 'Image', enabled: ({ data }) => Boolean(data.value?.image.previous), run: ({ go }) => go('previous') },
  { id: 'next', label: 'Next image', icon: 'next', keys: ['n'], group: 'Image', enabled: ({ data }) => Boolean(data.value?.image.next), run: ({ go }) => go('next') },
  { id: 'done', label: 'Done', icon: 'check', keys: ['d'], group: 'Image', enabled: ({ image }) => image.value !== null, run: toggleDone },
]

const categories = Array.from({ length: 9 }, (_, index): Action => ({
  id: `category-${index + 1}`,
  label: `Category ${index + 1}`,
  icon: null,
  keys: [String(index + 1)],
  group: 'Category',
  enabled: ({ view }) => view.doc.value.categories.size > index,
  run: ({ editor }) => chooseCategory(editor, [...editor.doc.categories.keys()][index]!),
}))

export const actions: readonly Action[] = [...toolActions, ...drawing, ...nudges, ...history, ...viewing, ...image, ...categories]

export function action(id: string): Action {
  const found = actions.find((each) => each.id === id)
  if (!found) throw new RangeError(`there is no action ${id}`)
  return found
}

function isDrawing({ view }: Annotator): boolean {
  const kind = view.draft.value?.kind
  return kind === 'ring' || kind === 'box'
}

/** Done without any annotation means that there is nothing to label; a second time takes it back. */
function toggleDone({ image, editor, setState }: Annotator) {
  const empty = editor.doc.items.size === 0
  const state = image.value?.state
  if (state === 'done' || state === 'done_empty') setState(empty ? 'unlabelled' : 'in_progress')
  else setState(empty ? 'done_empty' : 'done')
}

/** `Ctrl+Shift+z` as it is read: `Ctrl+Shift+Z`. */
export const shownKey = ({ keys }: Action): string => {
  const [key = ''] = keys
  return key.replace(/(^|\+)([a-z])$/, (_, before: string, letter: string) => before + letter.toUpperCase())
}
