/** The tools, in the order of the tool bar. */
import { boxTool } from './box'
import { brushTool } from './brush'
import { ellipseTool } from './ellipse'
import { eraserTool } from './eraser'
import { keypointsTool } from './keypoints'
import { polygonTool } from './polygon'
import { refineTool } from './refine'
import { rotatedBoxTool } from './rotatedBox'
import { scissorsTool } from './scissors'
import { selectTool } from './select'
import { sliceTool } from './slice'
import { smartTool } from './smart'
import { wandTool } from './wand'
import type { Tool } from './tool'

export const tools: readonly Tool[] = [
  selectTool,
  boxTool,
  rotatedBoxTool,
  ellipseTool,
  polygonTool,
  keypointsTool,
  smartTool,
  brushTool,
  eraserTool,
  wandTool,
  scissorsTool,
  refineTool,
  sliceTool,
]
