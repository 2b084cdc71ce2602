import { PassThrough, Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Route } from '../../src/framework.js'

/** A way in which a route ends, and what that makes of the delivery. */
export interface RouteEnd {
  name: string
  route: Route
  status: number
  text?: string
  outcome: 'completed' | 'released'
}

/** Every way in which a route answers or fails. */
export const routeEnds: RouteEnd[] = [
  ...[
    { status: 204, outcome: 'completed' } as const,
    { status: 200, outcome: 'completed' } as const,
    { status: 302, outcome: 'released' } as const,
    { status: 400, outcome: 'released' } as const,
    { status: 404, outcome: 'released' } as const,
    { status: 500, outcome: 'released' } as const,
    { status: 503, outcome: 'released' } as const,
  ].map(({ status, outcome }) => ({
    name: `status ${status}`,
    route: ((_webhook, answer) => {
      answer.status(status)
    }) satisfies Route,
    status,
    outcome,
  })),
  {
    name: 'an empty 200',
    route(_webhook, answer) {
      answer.empty()
    },
    status: 200,
    text: '',
    outcome: 'completed',
  },
  {
    name: 'JSON',
    route(_webhook, answer) {
      answer.json({ ok: true })
    },
    status: 200,
    text: '{"ok":true}',
    outcome: 'completed',
  },
  {
    name: 'JSON after a wait',
    async route(_webhook, answer) {
      await turn()
      answer.json({ ok: true }, 202)
    },
    status: 202,
    text: '{"ok":true}',
    outcome: 'completed',
  },
  {
    name: 'JSON with 422 after a wait',
    async route(_webhook, answer) {
      await turn()
      answer.json({ ok: false }, 422)
    },
    status: 422,
    text: '{"ok":false}',
    outcome: 'released',
  },
  {
    name: 'a stream of chunks',
    route(_webhook, answer) {
      answer.pipe(Readable.from(chunks()))
    },
    status: 200,
    text: 'one two three',
    outcome: 'completed',
  },
  {
    name: 'a pipe that is filled later',
    route(_webhook, answer) {
      const source = new PassThrough()
      answer.pipe(source)
      source.write('early')
      setImmediate(() => source.end(' late'))
    },
    status: 200,
    text: 'early late',
    outcome: 'completed',
  },
  {
    name: 'a hijacked 200',
    route(_webhook, answer) {
      answer.hijack((response) => {
        response.writeHead(200)
        response.write('by')
        setImmediate(() => response.end(' hand'))
      })
    },
    status: 200,
    text: 'by hand',
    outcome: 'completed',
  },
  {
    name: 'a hijacked 200 that begins later',
    route(_webhook, answer) {
      answer.hijack((response) => {
        setImmediate(() => response.writeHead(200).end('by hand'))
      })
    },
    status: 200,
    text: 'by hand',
    outcome: 'completed',
  },
  {
    name: 'a hijacked 500',
    route(_webhook, answer) {
      answer.hijack((response) => response.writeHead(500).end('by hand'))
    },
    status: 500,
    text: 'by hand',
    outcome: 'released',
  },
  {
    name: 'an error thrown at once',
    route() {
      throw new Error('out of stock')
    },
    status: 500,
    outcome: 'released',
  },
  {
    name: 'an error thrown after a wait',
    async route() {
      await turn()
      throw new Error('out of stock')
    },
    status: 500,
    outcome: 'released',
  },
  {
    name: 'an error with the status 200',
    route() {
      throw errorOf200
    },
    status: 500,
    outcome: 'released',
  },
]

/** A body in three parts. */
export async function* chunks(): AsyncGenerator<string> {
  yield 'one'
  await turn()
  yield ' two'
  await turn()
  yield ' three'
}

// As some write it.
const nothing = undefined as unknown as Error
const text = 'route' as unknown as Error
const errorOf200 = Object.assign(new Error('not so'), { status: 200, statusCode: 200 })

/** Every way in which a `handleWebhook` handler ends. */
export const handlerEnds: {
  name: string
  handler: () => unknown
  status: number
  outcome: 'completed' | 'released'
}[] = [
  { name: 'returns', handler: () => undefined, status: 204, outcome: 'completed' },
  { name: 'resolves', handler: () => turn(), status: 204, outcome: 'completed' },
  { name: 'throws', handler: fail, status: 500, outcome: 'released' },
  { name: 'rejects', handler: () => turn().then(fail), status: 500, outcome: 'released' },
  {
    name: 'rejects with nothing',
    handler: () => Promise.reject(nothing),
    status: 500,
    outcome: 'released',
  },
  { name: 'rejects with text', handler: () => Promise.reject(text), status: 500, outcome: 'released' },
  {
    name: 'rejects with an error of status 200',
    handler: () => Promise.reject(errorOf200),
    status: 500,
    outcome: 'released',
  },
]

function fail(): never {
  throw new Error('out of stock')
}
