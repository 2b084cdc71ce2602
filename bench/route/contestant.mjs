import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** Starts the servers of these contestants on each of the frameworks, named `fastify redis`. */
export async function startContestants(frameworks, contestants, redisUrl, nodeOptions) {
  const servers = {}
  for (const framework of frameworks) {
    for (const contestant of contestants) {
      const server = await startContestant(framework, contestant, redisUrl, nodeOptions)
      servers[`${framework} ${contestant}`] = server
    }
  }
  return servers
}

// It ends with this process.
async function startContestant(framework, contestant, redisUrl, nodeOptions = []) {
  const server = fork(program, [framework, contestant, redisUrl], {
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
    execArgv: [...process.execArgv, ...nodeOptions],
  })
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`The server of ${framework}, ${contestant} ended with ${code}.`)
  })
  ended.catch(() => undefined)
  const answer = async () => (await Promise.race([once(server, 'message'), ended]))[0]
  function ask(question) {
    server.send(question)
    return answer()
  }
  const port = await answer()
  return {
    port,
    /** Microseconds of processor time since it started. */
    cpuTime: () => ask('cpu'),
    /** What `process.memoryUsage()` says after a collection of garbage, which takes the option `--expose-gc`. */
    memoryUsage: () => ask('memory'),
    stop: () => server.disconnect(),
  }
}
