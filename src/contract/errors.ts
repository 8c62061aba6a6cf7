/** Error codes with their English sentences; `{name}` stands for a parameter. Other errors get the code of their status. */
export const ERRORS = {
  'dataset-not-found': 'Invalid dataset id',
  'dataset-missing': 'dataset does not exist',
  'dataset-exists': 'Dataset already exists. Check the undo tab to fully delete the dataset.',
  'image-not-found': 'Invalid image id',
  'image-missing': 'Image does not exist',
  'image-in-trash': 'Invalid image id {id}: it is in the trash.',
  'annotation-not-found': 'Invalid annotation id',
  'category-not-found': 'Invalid category id',
  'category-in-trash': 'Invalid category id: it is in the trash.',
  'category-exists': 'Category already exists. Check the undo tab to fully delete the category.',
  'category-in-use': '{count} annotations use this category. Delete them or give them another one first.',
  'folder-not-found': 'directory does not exist',
  'file-exists': 'file already exists',
  'file-exists-at': 'file already exists: {path}. Give it another name, or send on_conflict=skip, replace or rename.',
  'file-exists-numbered':
    'file already exists: {path}, and as many others with numbers after the name. Give it another name.',
  'file-in-trash': 'file already exists in the trash. Restore it there, or delete it for good.',
  'file-in-trash-at': 'file already exists: {path}. It is in the trash: restore it there, or delete it for good.',
  'import-over': 'This import is over. Begin another one: what is here already is not added twice.',
  'storage-full':
    'The storage is full; nothing was changed. Delete what you no longer need and empty the trash, or free space on the disk.',
  'storage-refused':
    'This browser does not let the app store anything. A private window often does not: use an ordinary one.',
  'no-room':
    'There is not enough room: {needed} are needed, the browser gives {free}. Delete datasets, or free space on the disk.',
  'invalid-parameters': 'Input payload validation failed',
} as const

export type ErrorParams = Record<string, string>

const BY_STATUS: Record<number, string> = {
  400: 'bad-request',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  410: 'gone',
  412: 'changed',
  413: 'too-large',
  416: 'range',
  500: 'internal',
  501: 'not-supported',
  503: 'unavailable',
  507: 'no-storage',
}

const TEMPLATES = Object.entries(ERRORS).map(([code, template]) => {
  const names = Array.from(template.matchAll(/\{(\w+)\}/g), ([, name]) => name!)
  const literal = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return { code, names, pattern: new RegExp(`^${literal.join('([^]+?)')}\\.?$`, 'i') }
})

/** Finds the code of a sentence of the table, with the values of its parameters. Otherwise answers the code of the status. */
export function identify(status: number, message: string): { code: string; params?: ErrorParams } {
  for (const { code, names, pattern } of TEMPLATES) {
    const found = pattern.exec(message)
    if (found)
      return names.length > 0
        ? { code, params: Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) }
        : { code }
  }
  return { code: BY_STATUS[status] ?? 'error' }
}

/** The body of every error answer. */
export interface ErrorBody {
  /** One sentence for people: what is wrong and what to do. */
  message: string
  /** For programs, and for the page, which shows the error in the reader's language. */
  code: string
  /** Values of the parameters of the code's sentence. */
  params?: ErrorParams
  /** For invalid parameters: the reason for each, by name. */
  errors?: Record<string, string>
  [field: string]: unknown
}

/** The error that handlers and repositories throw. The worker answers it as a Response. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly body: ErrorBody

  constructor(
    readonly status: number,
    message: string,
    extra: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
    this.body = { ...identify(status, message), ...extra, message }
  }

  get code(): string {
    return this.body.code
  }
}

/** 400: the documented answer to every mistake of the caller, "not found" included. */
export const badRequest = (message: string, extra: Record<string, unknown> = {}) =>
  new ApiError(400, message, { success: false, ...extra })

/** 400 with a reason for each parameter, with the message of the documented API. */
export const invalidParameters = (errors: Record<string, string>) =>
  new ApiError(400, 'Input payload validation failed', { errors })
