/** The open document with its selection and view settings. */
import type { ImagePoint } from '@/core/geometry/point'
import type { VertexRef } from '@/core/shape/vertex'
import { Camera } from './camera'
import { everythingShown, pickerOf, type Display } from './display'
import { emptyDoc, itemsOf, type Doc } from './document'

const PICK_TOLERANCE = 3 // screen pixels
const TOUCH_TOLERANCE = 10

export abstract class OpenDocument extends Camera {
  override doc: Doc = emptyDoc
  selection: ReadonlySet<number> = new Set()
  /** The picked point of the selected polygon, and all that are picked with it. */
  vertex: VertexRef | null = null
  vertices: readonly VertexRef[] = []
  /** Index of the picked keypoint of the selected annotation. */
  keypoint: number | null = null
  /** The annotation that strokes go on with until it is finished; null when the next one makes a new annotation. */
  working: number | null = null
  display: Display = everythingShown
  /** The annotation under the pointer, on the canvas or in the list. */
  hovered: number | null = null

  protected setDoc(doc: Doc) {
    this.doc = doc
    this.tell('doc')
    const left = [...this.selection].filter((id) => doc.items.has(id))
    if (left.length < this.selection.size) this.select(left)
  }

  /** Selects everything that is not locked. */
  select(ids: Iterable<number>, vertex: VertexRef | null = null, keypoint: number | null = null) {
    this.selection = new Set([...ids].filter((id) => !this.display.locked.has(id)))
    this.vertex = vertex
    this.vertices = vertex ? [vertex] : []
    this.keypoint = keypoint
    if (this.selected?.id !== this.working) this.working = null
    this.tell('selection')
  }

  hover(id: number | null) {
    if (id === this.hovered) return
    this.hovered = id
    this.tell('hover')
  }

  /** Picks points of the selected polygon; the last one is the one that was touched last. */
  pickVertices(vertices: readonly VertexRef[]) {
    this.vertices = vertices
    this.vertex = vertices.at(-1) ?? null
    this.keypoint = null
    this.tell('selection')
  }

  /** The selected annotation; null if none or several are selected. */
  get selected() {
    const [id, ...others] = this.selection
    return id !== undefined && others.length === 0 ? (this.doc.items.get(id) ?? null) : null
  }

  get selectedItems() {
    return itemsOf(this.doc, this.selection)
  }

  /** `below`: what lies under that one. */
  pick(point: ImagePoint, touch = false, below?: number) {
    const reach = this.reach(touch ? TOUCH_TOLERANCE : PICK_TOLERANCE)
    return pickerOf(this.doc, this.display)(point, reach, below)?.id ?? null
  }

  show(display: Partial<Display>) {
    this.display = { ...this.display, ...display }
    this.tell('display')
  }
}
