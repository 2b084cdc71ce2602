import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('server.mjs', import.meta.url))

/** Starts the server of one contestant, which ends with this process. */
export async function startContestant(framework, contestant, redisUrl) {
  const server = fork(program, [framework, contestant, redisUrl], {
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
  })
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`The server of ${framework}, ${contestant} ended with ${code}.`)
  })
  ended.catch(() => undefined)
  const answer = async () => (await Promise.race([once(server, 'message'), ended]))[0]
  const port = await answer()
  return {
    port,
    /** Microseconds of processor time since it started. */
    cpuTime() {
      server.send('cpu')
      return answer()
    },
    stop: () => server.disconnect(),
  }
}
