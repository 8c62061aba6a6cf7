// Box tool. Drag: a box. Click, then click: the two corners. Shift held before adds to the selected annotation, Alt cuts out of it.
// While the box is drawn, Shift makes it a square and Space moves it.
import { finishBox } from '../editor/combine'
import { boxDrawing } from './gestures/boxDrawing'
import { withReshaping } from './gestures/reshape'
import { defineTool } from './tool'

export const boxTool = defineTool({
  id: 'box',
  icon: 'box',
  key: 'r',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  activate: (editor) =>
    withReshaping(
      editor,
      boxDrawing(editor, { draft: (box, mode) => ({ kind: 'box', box, mode }), finish: finishBox }),
    ),
})
