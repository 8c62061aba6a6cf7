// Ellipse, drawn by the box around it: drag, or click both corners. COCO has no ellipses: it becomes a polygon whose outline
// is off by less than a fiftieth of a pixel.
import type { Bbox } from '@/core/geometry/box'
import { imagePoint } from '@/core/geometry/point'
import { ellipseRing, pointsOf } from '@/core/formats/shapes'
import { finishRing } from '../editor/combine'
import { boxDrawing } from './gestures/boxDrawing'
import { withReshaping } from './gestures/reshape'
import { defineTool } from './tool'

export const ellipseTool = defineTool({
  id: 'ellipse',
  icon: 'ellipse',
  key: 'Shift+e',
  cursor: 'crosshair',
  draws: true,
  reshapes: true,
  activate: (editor) =>
    withReshaping(
      editor,
      boxDrawing(editor, {
        draft(box, mode) {
          const path = pointsOf(ringIn(box)).map(([x, y]) => imagePoint(x, y))
          return { kind: 'wire', path: [...path, path[0]!], anchors: [], closing: false, mode }
        },
        finish: (to, box, mode) => finishRing(to, ringIn(box), mode, 'Draw ellipse'),
      }),
    ),
})

const ringIn = ([x, y, width, height]: Bbox) => ellipseRing(x + width / 2, y + height / 2, width / 2, height / 2)
