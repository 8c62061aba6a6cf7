/** What a task keeps in memory between its steps. It is lost when the worker stops, so everything in it can be read again. */

/** A typed key of a task's memory. The module that declares a slot is the one that reads it again after a stop. */
export interface Slot<Value> {
  readonly name: string
  /** Never set: carries the type. */
  readonly value?: Value
}

export const slot = <Value>(name: string): Slot<Value> => ({ name })

export class Memory {
  private readonly values = new Map<string, unknown>()

  get<Value>(key: Slot<Value>): Value | undefined {
    return this.values.get(key.name) as Value | undefined
  }

  set<Value>(key: Slot<Value>, value: Value): void {
    this.values.set(key.name, value)
  }

  delete(key: Slot<unknown>): void {
    this.values.delete(key.name)
  }

  /** Answers the value of a slot. Calls `read` and remembers its result if there is none. */
  async read<Value>(key: Slot<Value>, read: () => Promise<Value>): Promise<Value> {
    const value = this.get(key) ?? (await read())
    this.set(key, value)
    return value
  }
}
