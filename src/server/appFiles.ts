/** A file of the app itself, for a handler: handlers know nothing of the shell, which keeps these files and says here how to get them. */
import { basePath } from './base'

export const appFiles = {
  read: (path: string): Promise<Response> => fetch(`${basePath}${path}`),
}
