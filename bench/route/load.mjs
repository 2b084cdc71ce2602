import { once } from 'node:events'
import { connect } from 'node:net'

/** Opens the connections of one round: servers close those that stay idle for a few seconds. */
export async function openConnections(port, count) {
  const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1', noDelay: true }))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const socket of sockets) socket.setEncoding('latin1')
  return sockets
}

/**
 * Sends the requests, each connection its next one as soon as the last is answered.
 * Any answer but 204 ends the benchmark: a repeated id is answered 200.
 * @returns how long it took, and the latency of each request, in ms
 */
export function sendAll(sockets, heads, body) {
  return new Promise((resolve, reject) => {
    const latencies = new Float64Array(heads.length)
    const startedAt = performance.now()
    let next = 0
    let answered = 0

    function sendOn(socket) {
      let index
      let sentAt
      let received = ''
      function send() {
        if (next === heads.length) return
        index = next
        next += 1
        sentAt = performance.now()
        socket.write(heads[index] + body, 'latin1')
      }
      function take(chunk) {
        received += chunk
        if (!received.endsWith('\r\n\r\n') && received.startsWith('HTTP/1.1 204 ')) return
        if (!received.startsWith('HTTP/1.1 204 ')) return fail(new Error(`Not 204: ${received}`))
        latencies[index] = performance.now() - sentAt
        received = ''
        answered += 1
        if (answered === heads.length) finish()
        else send()
      }
      socket.on('data', take).once('close', closed).once('error', fail)
      send()
    }

    function closed() {
      fail(new Error('The server closed a connection.'))
    }
    function fail(error) {
      release()
      reject(error)
    }
    function finish() {
      const elapsedMs = performance.now() - startedAt
      release()
      resolve({ elapsedMs, latencies })
    }
    function release() {
      for (const socket of sockets) socket.removeAllListeners('data').off('close', closed).off('error', fail)
    }
    for (const socket of sockets) sendOn(socket)
  })
}
