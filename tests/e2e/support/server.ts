/** The static server, on a port of its own, whose plug a test can pull. */
import type { AddressInfo } from 'node:net'
import { staticServer } from '../../../build/staticServer.mjs'

export interface Server {
  /** Where the app is, ending in a slash. */
  url: string
  /** From here on, connections are refused. */
  stop: () => Promise<void>
}

export async function startServer(site: { root: string; base: string }): Promise<Server> {
  const server = staticServer(site)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}${site.base}`, stop }
}
