/** Points that are drawn or dragged go to what is near. */
import type { ToggleOption } from './options'

export const SNAP_REACH = 6 // screen pixels

export const SNAP: ToggleOption = { kind: 'toggle', id: 'snap', initial: true }
