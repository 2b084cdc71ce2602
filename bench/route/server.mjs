// One contestant, in a process of its own: node server.mjs <framework> <contestant> <url of Redis>
import { listen as express } from './express.mjs'
import { listen as fastify } from './fastify.mjs'
import { listen as koa } from './koa.mjs'

const [framework, contestant, redisUrl] = process.argv.slice(2)

const answers = {
  cpu() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  memory() {
    globalThis.gc()
    return process.memoryUsage()
  },
}

process.once('disconnect', () => process.exit())
process.on('message', (question) => process.send(answers[question]()))
process.send(await { express, fastify, koa }[framework](contestant, redisUrl))
