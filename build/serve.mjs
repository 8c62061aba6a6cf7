// @ts-check
/** Serves the built app on this machine: `npm start`. */
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { staticServer } from './staticServer.mjs'

const root = fileURLToPath(new URL('../dist', import.meta.url))
const port = Number(process.env.PORT ?? 5000)
// both loopback addresses, since either may be what `localhost` means to a browser
const hosts = process.env.HOST ? [process.env.HOST] : ['127.0.0.1', '::1']
/** "Port blocking" of the Fetch standard; those below 1024 are not for users to listen on. */
const BLOCKED = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

if (!Number.isInteger(port) || port < 1 || port > 65535) stop(`PORT=${process.env.PORT} is not a port.`)
if (BLOCKED.has(port))
  stop(`Browsers open no page at port ${port}: it belongs to another protocol. Choose another: PORT=5001 npm start`)
if (!existsSync(root)) stop('There is no build to serve yet. Run: npm start')
for (const host of hosts) if (await isTaken(host)) stop(taken())

let listening = 0
for (const host of hosts) if (await listen(host)) listening++
if (listening === 0) stop(`None of these addresses can be listened on: ${hosts.join(', ')}`)

console.log(`
  Atoll is at  http://localhost:${port}/  (Ctrl+C stops it)

  Your images and annotations stay in the browser, under this very address: another host name or
  another port is another, empty Atoll.
  From other machines, http://<this machine>:${port} will not do: browsers allow the service worker, in
  which Atoll keeps everything, on https and on localhost only. Put it behind https for them.
`)

/** Something answers there, or listens on all addresses of this machine. @param {string} host @returns {Promise<boolean>} */
function isTaken(host) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (/** @type {boolean} */ isOpen) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.on('connect', () => settle(true)).on('error', () => settle(false))
  })
}

/** @param {string} host @returns {Promise<boolean>} whether it listens; a machine may lack one kind of address */
function listen(host) {
  return new Promise((resolve) => {
    staticServer({ root, base: '/' })
      .on('listening', () => resolve(true))
      .on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
        if (error.code === 'EADDRINUSE') stop(taken())
        if (error.code === 'EACCES')
          stop(`This user may not listen on port ${port}. Choose another: PORT=5001 npm start`)
        resolve(false)
      })
      .listen(port, host)
  })
}

function taken() {
  return `Port ${port} is taken, perhaps by another Atoll: look at http://localhost:${port}/
To use another port:  PORT=${port + 1} npm start
Mind that the browser keeps what you made under the address with its port: on another one Atoll is empty.`
}

/** @param {string} reason @returns {never} */
function stop(reason) {
  console.error(reason)
  process.exit(1)
}
