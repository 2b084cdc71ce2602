import { parseArgs } from 'node:util'

/** What the command line says: `--quick` for a smoke test, `--only route,growth`, `--framework fastify`. */
export function readSettings() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: 'route,connections,verify,growth,soak' },
      framework: { type: 'string', default: 'express,koa,fastify' },
      rounds: { type: 'string' },
    },
  })
  return {
    ...values,
    only: values.only.split(','),
    framework: values.framework.split(','),
    rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  }
}
