/** Clicks one after the other at the same place, which go through the shapes that lie over each other there. */
import { distance, type ScreenPoint } from '@/core/geometry/point'
import type { Editor } from '../../editor/editor'
import type { PointerInfo } from '../tool'

const SAME_PLACE = 4 // screen pixels

export class Clicks {
  private pressed: ScreenPoint | null = null
  private last: ScreenPoint | null = null
  private again = false
  /** What was selected before the last click, if that was a repeated one. */
  private before: number | null = null

  constructor(private readonly editor: Editor) {}

  /** Returns whether the press is where the last click was. */
  press({ screen, shift, alt }: PointerInfo): boolean {
    this.pressed = screen
    this.again = !shift && !alt && isNear(this.last, screen)
    this.before = this.again ? (this.editor.selected?.id ?? null) : null
    return this.again
  }

  release({ screen }: PointerInfo) {
    this.last = isNear(this.pressed, screen) ? screen : null
  }

  /** A double-click means the shape that its first click selected. */
  selectFirst(act: () => boolean) {
    const { editor, before } = this
    const second = [...editor.selection]
    if (before !== null && editor.doc.items.has(before)) editor.select([before])
    if (!act() && before !== null) editor.select(second)
  }
}

const isNear = (a: ScreenPoint | null, b: ScreenPoint) => a !== null && distance(a, b) < SAME_PLACE
