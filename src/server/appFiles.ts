/** Reads a file of the app itself. Handlers do not know the shell, which stores these files, so the shell sets `read`. */
import { basePath } from './base'

export const appFiles = {
  read: (path: string): Promise<Response> => fetch(`${basePath}${path}`),
}
