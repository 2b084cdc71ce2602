import { pipeline } from 'node:stream'
import { handleWebhook, verifyWebhook } from '@postern/express'
import type express from 'express5'
import { acknowledge, type Framework, type RouteAnswer } from './framework.js'
import { listen } from './listen.js'

/** Express, of the major version given. */
export function expressFramework(name: 'Express 4' | 'Express 5', framework: typeof express): Framework {
  return {
    name,
    listen({ options, route = acknowledge, handler, onError, bodyParser, trustProxy }) {
      const app = framework()
      if (trustProxy === true) app.set('trust proxy', 1)
      if (bodyParser === 'keeps nothing') app.use(framework.json())
      if (bodyParser === 'keeps the bytes') {
        app.use(
          framework.json({
            verify(request, _response, bytes) {
              Object.assign(request, { rawBody: bytes })
            },
          }),
        )
      }
      if (handler === undefined) app.use('/webhook', verifyWebhook(options))
      else app.use('/webhook', handleWebhook(options ?? {}, handler))
      app.use('/webhook', (request, response, next) => {
        const done = route(request.webhook, answerOf(response), request.body)
        if (name === 'Express 5') return done
        // Express 4 does not look at a promise; its users pass the rejection on.
        Promise.resolve(done).catch(next)
        return undefined
      })
      if (onError !== undefined) {
        const handleError: express.ErrorRequestHandler = (error, _request, response, _next) => {
          onError(error)
          response.status(418).end()
        }
        app.use(handleError)
      }
      return listen(app)
    },
  }
}

function answerOf(response: express.Response): RouteAnswer {
  return {
    response,
    status: (status) => response.sendStatus(status),
    empty: () => response.end(),
    json: (value, status = 200) => response.status(status).json(value),
    pipe(source) {
      // An error ends the response; there is nobody else to tell.
      pipeline(source, response, () => undefined)
    },
    hijack(write) {
      write(response)
    },
  }
}
