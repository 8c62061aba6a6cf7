/** The live layer: the selection, the draft, changes that the shapes layer does not show yet, and the cross-hair. */
import type { Shape } from '@/core/shape/types'
import { boundsOf, type Item } from '../editor/document'
import { isShown } from '../editor/display'
import type { Editor } from '../editor/editor'
import { hasHandles } from '../tools/gestures/targets'
import { toScreen } from '../editor/viewport'
import { paintCrossings } from './paint/paintCrossings'
import { paintKeypoints } from './paint/paintKeypoints'
import { paintBoxDraft, paintRingDraft, paintLiveWireDraft } from './paint/paintDraft'
import { paintFoundDraft } from './paint/paintFoundDraft'
import { paintPatchDraft } from './paint/paintPatchDraft'
import { paintStrokeDraft, paintTip } from './paint/paintStrokeDraft'
import { paintHandles, paintVertices } from './paint/paintHandles'
import { paintItem } from './paint/paintItem'

const FEW = 100

export function paintLive(canvas: HTMLCanvasElement, editor: Editor, ratio: number, fresh: readonly Item[]) {
  const context = canvas.getContext('2d')!
  const { viewport, view, draft } = editor
  const toView = () => context.setTransform(ratio, 0, 0, ratio, 0, 0)
  const toImageElement = () => {
    const { scale, x, y } = viewport
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y)
  }
  toView()
  context.clearRect(0, 0, view.width, view.height)
  toImageElement()
  paintItems(context, editor, fresh)
  paintHovered(context, editor)
  if (draft?.kind === 'keypoints')
    paintKeypoints(context, draft.keypoints, draft.category, { scale: editor.zoom, selected: true })
  if (editor.waiting) paintWaiting(context, editor, editor.waiting.shape)
  toView()
  const { selected } = editor
  if (selected) markCrossings(context, editor, underHand(editor, selected))
  if (selected && showsGrips(editor)) paintGrips(context, editor, underHand(editor, selected))
  if (draft?.kind === 'ring') paintRingDraft(context, editor, draft)
  if (draft?.kind === 'box' || draft?.kind === 'marquee') paintBoxDraft(context, editor, draft)
  if (draft?.kind === 'wire') paintLiveWireDraft(context, editor, draft)
  if (draft?.kind === 'found') paintFoundDraft(context, editor, draft)
  if (draft?.kind === 'patch') paintPatchDraft(context, editor, draft)
  if (draft?.kind === 'stroke') paintStrokeDraft(context, editor, draft)
  if (editor.tool.tip) paintTip(context, editor, editor.tool.tip(editor))
  else if (editor.tool.draws && editor.display.crossHair) paintCrossHair(context, editor)
}

function paintItems(context: CanvasRenderingContext2D, editor: Editor, fresh: readonly Item[]) {
  const { doc, display, selection } = editor
  const look = { scale: editor.zoom, display }
  const isFresh = new Set(selection.size > 0 ? fresh : [])
  for (const item of [...unselected(editor, fresh), ...editor.selectedItems]) {
    if (!isShown(display, item)) continue
    const now = underHand(editor, item)
    const selected = selection.has(item.id)
    // the layer below shows what rests with its fill: a second one over it would darken it
    const filled = selected && !isFresh.has(item) && !isEdited(editor, item.id)
    paintItem(context, now, doc.categories.get(item.categoryId), { ...look, selected, filled })
  }
}

/** The line of what is under the pointer, without another fill. */
function paintHovered(context: CanvasRenderingContext2D, editor: Editor) {
  const { doc, display, hovered, selection } = editor
  const item = hovered === null || selection.has(hovered) ? undefined : doc.items.get(hovered)
  if (!item || !isShown(display, item) || isEdited(editor, item.id)) return
  paintItem(context, item, doc.categories.get(item.categoryId), {
    scale: editor.zoom,
    display,
    selected: true,
    filled: true,
  })
}

/** Drawn, but not given a category yet. */
function paintWaiting(context: CanvasRenderingContext2D, editor: Editor, shape: Shape) {
  const bounds = boundsOf(shape, [])
  const item: Item = {
    id: 0,
    storedId: null,
    categoryId: 0,
    shape,
    keypoints: [],
    iscrowd: false,
    color: '#3e8ef7',
    metadata: {},
    milliseconds: 0,
    revision: 0,
    area: 0,
    bounds,
  }
  paintItem(context, item, undefined, { scale: editor.zoom, display: editor.display, selected: true })
}

/** Shapes that were just drawn. If nearly all are new, the shapes layer will show them soon. */
const unselected = ({ selection }: Editor, fresh: readonly Item[]) =>
  fresh.length <= FEW ? fresh.filter(({ id }) => !selection.has(id)) : []

const isEdited = ({ draft }: Editor, id: number) =>
  draft?.kind === 'edit' && (draft.shapes.has(id) || draft.keypoints.has(id))

/** The item with the current drag applied. */
function underHand({ draft }: Editor, item: Item): Item {
  if (draft?.kind !== 'edit') return item
  const shape = draft.shapes.get(item.id) ?? item.shape
  const keypoints = draft.keypoints.get(item.id) ?? item.keypoints
  return shape === item.shape && keypoints === item.keypoints
    ? item
    : { ...item, shape, keypoints, bounds: boundsOf(shape, keypoints) }
}

function markCrossings(context: CanvasRenderingContext2D, editor: Editor, { shape }: Item) {
  if (shape?.kind === 'polygons') paintCrossings(context, editor, shape)
}

/** In drawing tools only points, and only while nothing is drawn. */
function showsGrips({ tool, draft, selected }: Editor): boolean {
  if (!tool.draws) return true
  return tool.reshapes === true && selected?.shape?.kind === 'polygons' && (draft === null || draft.kind === 'edit')
}

function paintGrips(context: CanvasRenderingContext2D, editor: Editor, item: Item) {
  if (!isShown(editor.display, item)) return
  if (item.shape?.kind === 'polygons') paintVertices(context, editor, item, item.shape)
  else if (hasHandles(item)) paintHandles(context, editor, item.bounds)
}

function paintCrossHair(context: CanvasRenderingContext2D, { pointer, viewport, view }: Editor) {
  if (!pointer) return
  const { x, y } = toScreen(viewport, pointer)
  const [column, row] = [Math.round(x) + 0.5, Math.round(y) + 0.5]
  context.beginPath()
  context.moveTo(column, 0)
  context.lineTo(column, view.height)
  context.moveTo(0, row)
  context.lineTo(view.width, row)
  context.lineWidth = 1
  context.strokeStyle = 'rgb(0 0 0 / 0.45)'
  context.setLineDash([])
  context.stroke()
  context.strokeStyle = 'rgb(255 255 255 / 0.85)'
  context.setLineDash([4, 4])
  context.stroke()
  context.setLineDash([])
}
