/** What shows all the rest. */
import { always, type Action } from './action'

export const help: Action[] = [
  {
    id: 'commands',
    icon: 'commands',
    keys: ['Ctrl+k'],
    group: 'Help',
    enabled: always,
    run: ({ dialog }) => (dialog.value = 'commands'),
  },
  {
    id: 'keys',
    icon: 'keyboard',
    keys: ['?'],
    group: 'Help',
    enabled: always,
    run: ({ dialog }) => (dialog.value = 'keys'),
  },
]
