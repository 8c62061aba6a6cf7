/** What can be set of a tool, as data: the panel shows it, the editor holds the values, this device remembers them. */

export interface RangeOption {
  kind: 'range'
  id: string
  min: number
  max: number
  initial: number
  unit: string
}

export interface ToggleOption {
  kind: 'toggle'
  id: string
  initial: boolean
}

export interface ChoiceOption {
  kind: 'choice'
  id: string
  choices: readonly string[]
  initial: string
}

export type ToolOption = RangeOption | ToggleOption | ChoiceOption
export type OptionValue = ToolOption['initial']
export type OptionValues = Readonly<Record<string, OptionValue>>

/** The value set, when the option allows it; what it starts with else. Two tools may share an option. */
export function optionValue<O extends ToolOption>(values: OptionValues, option: O): O['initial'] {
  const value = values[option.id]
  return value !== undefined && allows(option, value) ? value : option.initial
}

function allows(option: ToolOption, value: OptionValue): boolean {
  if (option.kind === 'range') return typeof value === 'number' && value >= option.min && value <= option.max
  if (option.kind === 'choice') return option.choices.some((choice) => choice === value)
  return typeof value === 'boolean'
}
