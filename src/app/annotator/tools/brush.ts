// Brush. Drag: paint pixels. Shift adds to the selected annotation, Alt takes away from it, both keep what is common. [ and ]: the size.
import { modeFor } from '../editor/combine'
import { BrushStroke, tipOptions, tipRadius } from './brushStroke'
import { defineTool } from './tool'

export const brushTool = defineTool({
  id: 'brush',
  icon: 'brush',
  key: 'b',
  cursor: 'none',
  draws: true,
  traces: true,
  options: tipOptions,
  tip: tipRadius,
  activate: (editor) => new BrushStroke(editor, { label: 'Brush stroke', modeFor: (info) => modeFor(editor, info) }),
})
