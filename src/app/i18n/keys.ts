/** The keys of all messages, from the English catalogue: a wrong key does not compile. A new file of messages is named here. */
import type actions from './locales/en/actions.json'
import type annotator from './locales/en/annotator.json'
import type apiPage from './locales/en/apiPage.json'
import type app from './locales/en/app.json'
import type backup from './locales/en/backup.json'
import type bulk from './locales/en/bulk.json'
import type categories from './locales/en/categories.json'
import type check from './locales/en/check.json'
import type count from './locales/en/count.json'
import type dataset from './locales/en/dataset.json'
import type datasets from './locales/en/datasets.json'
import type definitions from './locales/en/definitions.json'
import type errors from './locales/en/errors.json'
import type exports from './locales/en/exports.json'
import type grid from './locales/en/grid.json'
import type imports from './locales/en/imports.json'
import type losses from './locales/en/losses.json'
import type models from './locales/en/models.json'
import type notices from './locales/en/notices.json'
import type options from './locales/en/options.json'
import type query from './locales/en/query.json'
import type replace from './locales/en/replace.json'
import type report from './locales/en/report.json'
import type server from './locales/en/server.json'
import type states from './locales/en/states.json'
import type stats from './locales/en/stats.json'
import type steps from './locales/en/steps.json'
import type storage from './locales/en/storage.json'
import type tasks from './locales/en/tasks.json'
import type tools from './locales/en/tools.json'
import type transfer from './locales/en/transfer.json'
import type trash from './locales/en/trash.json'
import type worker from './locales/en/worker.json'

interface Catalogue {
  actions: typeof actions
  annotator: typeof annotator
  apiPage: typeof apiPage
  app: typeof app
  backup: typeof backup
  bulk: typeof bulk
  categories: typeof categories
  check: typeof check
  count: typeof count
  dataset: typeof dataset
  datasets: typeof datasets
  definitions: typeof definitions
  errors: typeof errors
  exports: typeof exports
  grid: typeof grid
  imports: typeof imports
  losses: typeof losses
  models: typeof models
  notices: typeof notices
  options: typeof options
  query: typeof query
  replace: typeof replace
  report: typeof report
  server: typeof server
  states: typeof states
  stats: typeof stats
  steps: typeof steps
  storage: typeof storage
  tasks: typeof tasks
  tools: typeof tools
  transfer: typeof transfer
  trash: typeof trash
  worker: typeof worker
}

export type MessageKey = {
  [Screen in keyof Catalogue]: `${Screen}.${keyof Catalogue[Screen] & string}`
}[keyof Catalogue]

/** A message that is not put into words yet: what code without a language passes on, such as the annotator's tools. */
export interface Message {
  key: MessageKey
  values?: Record<string, string | number>
}
