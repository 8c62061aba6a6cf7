/** The states that something half-drawn went through, so that undo and redo belong to it while it is drawn. */
export class DraftHistory<State> {
  private past: State[] = []
  private future: State[] = []

  /** Notes the state before a step. */
  note(state: State) {
    this.past.push(state)
    this.future = []
  }

  /** The state before the last step; undefined when there is none. */
  back(current: State): State | undefined {
    const state = this.past.pop()
    if (state !== undefined) this.future.push(current)
    return state
  }

  /** The state that was taken back last. */
  forward(current: State): State | undefined {
    const state = this.future.pop()
    if (state !== undefined) this.past.push(current)
    return state
  }

  /** Everything was put aside: redo restores it. */
  setAside(current: State) {
    this.future = [current]
    this.past = []
  }

  clear() {
    this.past = []
    this.future = []
  }

  get canRedo() {
    return this.future.length > 0
  }
}
