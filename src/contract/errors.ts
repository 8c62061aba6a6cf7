/** The body of every error answer. */
export interface ErrorBody {
  /** One sentence for people: what is wrong and what to do. */
  message: string
  /** For bad parameters: a reason for each of them, by name. */
  errors?: Record<string, string>
  [field: string]: unknown
}

/** The one error that handlers and repositories throw; the shell turns it into a Response. */
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
    this.body = { ...extra, message }
  }
}

/** 400: the documented answer for whatever the caller got wrong, "not found" included. */
export const badRequest = (message: string, extra: Record<string, unknown> = {}) =>
  new ApiError(400, message, { success: false, ...extra })

/** 400 with a reason for each parameter, in the words of the documented API. */
export const invalidParameters = (errors: Record<string, string>) =>
  new ApiError(400, 'Input payload validation failed', { errors })
