// Eraser. Drag: take pixels away from the selected annotation; when none is selected, from the first one under the pointer.
import type { Editor } from '../editor/editor'
import { BrushStroke, tipOptions, tipRadius } from './brushStroke'
import { defineTool, type PointerInfo } from './tool'

export const eraserTool = defineTool({
  id: 'eraser',
  icon: 'eraser',
  key: 'e',
  cursor: 'none',
  draws: true,
  traces: true,
  paints: true,
  oneMode: true,
  options: tipOptions,
  tip: tipRadius,
  activate: (editor) =>
    new BrushStroke(editor, {
      label: 'Erase',
      missed: { key: 'notices.nothingToErase' },
      modeFor: () => 'cut',
      aim: (info) => aim(editor, info),
    }),
})

function aim(editor: Editor, { point, touch }: PointerInfo): boolean {
  const under = editor.selected ? null : editor.pick(point, touch)
  if (under !== null) editor.select([under])
  return Boolean(editor.selected?.shape)
}
