/** From image to image, their state, and the categories by their numbers. */
import type { Annotator } from '../annotator'
import { chooseCategory } from '../operations/annotation'
import type { Action } from './action'

export const image: Action[] = [
  {
    id: 'previous',
    icon: 'previous',
    keys: ['p'],
    group: 'Image',
    enabled: ({ data }) => Boolean(data.value?.image.previous),
    run: ({ go }) => go('previous'),
  },
  {
    id: 'next',
    icon: 'next',
    keys: ['n'],
    group: 'Image',
    enabled: ({ data }) => Boolean(data.value?.image.next),
    run: ({ go }) => go('next'),
  },
  {
    id: 'next-unlabelled',
    icon: 'next-unlabelled',
    keys: ['u'],
    group: 'Image',
    enabled: ({ data }) => data.value !== null,
    run: ({ goUnlabelled }) => void goUnlabelled(),
  },
  {
    id: 'replace-picture',
    icon: 'replace-picture',
    keys: [],
    group: 'Image',
    enabled: ({ image: shown }) => shown.value !== null,
    run: ({ dialog }) => void (dialog.value = 'replace'),
  },
  {
    id: 'done',
    icon: 'check',
    keys: ['d'],
    group: 'Image',
    enabled: ({ image: shown }) => shown.value !== null,
    run: toggleDone,
  },
]

export const categories = Array.from({ length: 9 }, (_, index): Action => ({
  id: `category-${index + 1}`,
  icon: null,
  keys: [String(index + 1)],
  group: 'Category',
  enabled: ({ view }) => view.doc.value.categories.size > index,
  run: ({ editor }) => chooseCategory(editor, [...editor.doc.categories.keys()][index]!),
}))

/** Done without any annotation means that there is nothing to label; a second time takes it back. */
function toggleDone({ image: shown, editor, setState }: Annotator) {
  const empty = editor.doc.items.size === 0
  const state = shown.value?.state
  if (state === 'done' || state === 'done_empty') setState(empty ? 'unlabelled' : 'in_progress')
  else setState(empty ? 'done_empty' : 'done')
}
