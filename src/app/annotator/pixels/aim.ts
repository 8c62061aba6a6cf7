/** What finds the outline of what is pointed at in the image that is open. */
import type { Candidate, Prompt } from '@/core/models/sam'

export interface Aim {
  /** Best first, in image pixels. Rejects with an AbortError when it is called off. */
  segment(prompt: Prompt, signal: AbortSignal): Promise<Candidate[]>
  /** An answer comes at the beat of the hand. */
  isQuick(): boolean
  /** Understands boxes only. */
  boxesOnly?: boolean
}
