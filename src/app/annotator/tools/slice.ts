// Slice. Drag a line across, or click both ends: the selected shape becomes two; when none is selected, the one in the middle of the line.
import { distance, imagePoint, type ImagePoint } from '@/core/geometry/point'
import type { Editor } from '../editor/editor'
import { sliceItem } from '../operations/slice'
import { defineTool, type Activation, type PointerInfo } from './tool'

const CLICK = 4 // screen pixels a press may move and still be a click

export const sliceTool = defineTool({
  id: 'slice',
  icon: 'slice',
  key: 'j',
  cursor: 'crosshair',
  draws: true,
  oneMode: true,
  activate: (editor) => new Slicing(editor),
})

class Slicing implements Activation {
  private from: ImagePoint | null = null
  private pressed = false

  constructor(private readonly editor: Editor) {}

  pointerDown = ({ point }: PointerInfo) => {
    this.pressed = true
    this.from ??= this.editor.clamp(point)
    this.show(point)
  }

  pointerMove = ({ point }: PointerInfo) => this.show(point)

  pointerUp = ({ point }: PointerInfo) => {
    if (!this.pressed || !this.from) return
    this.pressed = false
    if (distance(this.from, this.editor.clamp(point)) * this.editor.zoom >= CLICK) this.sliceTo(point)
  }

  complete = () => {
    if (!this.from || !this.editor.pointer) return false
    this.sliceTo(this.editor.pointer)
    return true
  }

  cancel = () => {
    const dropped = this.from !== null
    this.from = null
    this.pressed = false
    this.editor.showDraft(null)
    return dropped
  }

  pointerCancel = () => void this.cancel()
  stepBack = this.cancel
  remove = this.cancel

  private sliceTo(point: ImagePoint) {
    const { editor, from } = this
    const to = editor.clamp(point)
    this.cancel()
    if (!from) return
    const middle = imagePoint((from.x + to.x) / 2, (from.y + to.y) / 2)
    const id = editor.selected?.shape ? editor.selected.id : editor.pick(middle)
    const item = id === null ? undefined : editor.doc.items.get(id)
    if (!item?.shape || !sliceItem(editor, item, from, to)) editor.onNotice({ key: 'notices.nothingSliced' })
  }

  private show(point: ImagePoint) {
    const { editor, from } = this
    if (!from) return
    const path = [from, editor.clamp(point)]
    editor.showDraft({ kind: 'wire', path, anchors: [from], closing: false, mode: 'cut' })
  }
}
