import type { IntegrityProblem } from '@/contract/integrity'

/** Something that is not as a count gives it. */
export interface Finding {
  kind: IntegrityProblem['kind']
  message: string
  /** Sets it right; absent where only a person can say what is right. */
  repair?: () => Promise<unknown>
}
