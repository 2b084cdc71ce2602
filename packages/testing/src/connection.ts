import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onCleanUp } from './clean-up.js'
import type { SignedRequest } from './sender.js'

/** A connection on which a test writes a request byte by byte. */
export class Connection {
  #received = ''

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.#received += text
    })
    socket.on('error', () => undefined)
    onCleanUp(() => socket.destroy())
  }

  static async open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Writes the head of a POST, and announces a body of `length` bytes, or one in chunks. */
  writeHead(headers: Record<string, string>, length: number | 'chunked'): void {
    const framing = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    this.write(['POST /webhook HTTP/1.1', 'host: localhost', framing, ...lines, '', ''].join('\r\n'))
  }

  /** Writes a whole request. */
  send({ headers, body }: SignedRequest): void {
    this.writeHead(headers, body.length)
    this.write(body)
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes)
  }

  /** Waits until what was received matches, and gives all of it; also what came before the other side closed. */
  async receive(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received) && !this.socket.closed) {
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')])
    }
    return this.#received
  }

  /** Goes away without a word. */
  destroy(): void {
    this.socket.destroy()
  }
}
