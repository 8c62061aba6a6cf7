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
    enabled: ({ images }) => images.previous.value !== null,
    run: ({ go }) => go('previous'),
  },
  {
    id: 'next',
    icon: 'next',
    keys: ['n'],
    group: 'Image',
    enabled: ({ images }) => images.next.value !== null,
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
  {
    id: 'done-next',
    icon: 'done-next',
    keys: ['m'],
    group: 'Image',
    enabled: ({ image: shown, images }) => shown.value !== null && !images.isMoving.value,
    run: doneAndNext,
  },
  {
    id: 'filmstrip',
    icon: 'filmstrip',
    keys: ['Shift+m'],
    group: 'Image',
    enabled: ({ data }) => data.value !== null,
    run: ({ layout }) => void (layout.filmstrip = !layout.filmstrip),
  },
]

/** Categories of a dataset that can have a key of their own; the first nine have one from the start. */
const MOST_CATEGORIES = 300
const WITH_KEY = 9

export const choosing: Action[] = [
  {
    id: 'pick-category',
    icon: 'search',
    keys: ['t', '/'],
    group: 'Category',
    enabled: ({ data }) => data.value !== null,
    run: ({ dialog }) => void (dialog.value = 'category'),
  },
  {
    id: 'last-category',
    icon: 'candidate',
    keys: ['y'],
    group: 'Category',
    enabled: ({ recentCategories }) => recentCategories.value.length > 1,
    run: ({ editor, recentCategories }) => chooseCategory(editor, recentCategories.value[1]!),
  },
]

export const categories = Array.from({ length: MOST_CATEGORIES }, (_, index): Action => ({
  id: `category-${index + 1}`,
  icon: null,
  keys: index < WITH_KEY ? [String(index + 1)] : [],
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

/** Marks the image as done, unless it is, and opens the next one. */
function doneAndNext(annotator: Annotator) {
  const { image: shown, editor, images, go, notify, setState } = annotator
  editor.finish()
  const state = editor.doc.items.size === 0 ? 'done_empty' : 'done'
  if (shown.value?.state !== state) setState(state)
  if (images.next.value === null) notify({ key: 'annotator.lastImage' })
  else go('next')
}
