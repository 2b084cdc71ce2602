// One contestant, in a process of its own: node server.mjs <framework> <contestant> <url of Redis>
import { listen as express } from './express.mjs'
import { listen as fastify } from './fastify.mjs'
import { listen as koa } from './koa.mjs'

const [framework, contestant, redisUrl] = process.argv.slice(2)

process.once('disconnect', () => process.exit())
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send(user + system)
})
process.send(await { express, fastify, koa }[framework](contestant, redisUrl))
