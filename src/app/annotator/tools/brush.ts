// Brush. Drag: paint pixels, one annotation until Enter, Esc or another category. Shift adds to the selected annotation, Alt takes away from it, both keep what is common. [ and ]: the size.
import { strokeModeFor } from '../editor/combine'
import { BrushStroke, tipOptions, tipRadius } from './brushStroke'
import { defineTool } from './tool'

export const brushTool = defineTool({
  id: 'brush',
  icon: 'brush',
  key: 'b',
  cursor: 'none',
  draws: true,
  traces: true,
  paints: true,
  options: tipOptions,
  tip: tipRadius,
  activate: (editor) =>
    new BrushStroke(editor, { label: 'Brush stroke', modeFor: (info) => strokeModeFor(editor, info) }),
})
