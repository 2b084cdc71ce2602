import express4 from 'express4'
import express5 from 'express5'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import { onCleanUp } from './clean-up.js'
import { expressFramework } from './express-framework.js'
import { fastifyFramework } from './fastify-framework.js'
import type { App, Framework } from './framework.js'
import { koaFramework } from './koa-framework.js'

/** The frameworks that every case of the matrix runs on, as real HTTP. */
export const frameworks: readonly Framework[] = [
  expressFramework('Express 4', express4 as unknown as typeof express5),
  expressFramework('Express 5', express5),
  koaFramework('Koa 2', Koa2 as unknown as typeof Koa3),
  koaFramework('Koa 3', Koa3),
  fastifyFramework,
]

/**
 * Serves an app until the test ends.
 * @returns the URL of its webhook route
 */
export async function serve(framework: Framework, app: App): Promise<string> {
  const server = await framework.listen(app)
  onCleanUp(() => server.close())
  return `http://127.0.0.1:${server.port}/webhook`
}
