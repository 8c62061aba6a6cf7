/** Without a model: what stands out in a box by its colours. */
import { traceMask } from '@/core/mask/trace'
import type { Candidate } from '@/core/models/sam'
import type { Editor } from '../editor/editor'
import type { Aim } from './aim'
import { boxToMask } from './boxToMask'
import { inSlices } from './slices'

export const boxAim = (editor: Editor): Aim => ({
  boxesOnly: true,
  isQuick: () => false,
  async segment({ box }, signal): Promise<Candidate[]> {
    const { pixels } = editor
    if (!pixels || !box) return []
    const patch = await inSlices(boxToMask(pixels, { frame: box, before: null, marks: [] }), signal)
    signal.throwIfAborted()
    if (!patch) return []
    const { left, top } = patch
    const moved = (ring: number[]) => ring.map((value, index) => value + (index % 2 === 0 ? left : top))
    const parts = traceMask(patch).map(({ outer, holes }) => ({ outer: moved(outer), holes: holes.map(moved) }))
    return parts.length > 0 ? [{ parts, score: 0.5 }] : []
  },
})
