// Tells the producer what to do: register, fire, unregister, or replace-key. README.md has the variables.
import { isLoopback } from './loopback.js'
import { readEnrolmentToken } from './secure/enrolment.js'
import { refuseToStart } from './serve.js'
import { isCompatible, readToken, refuseUnverifiedTls } from './settings.js'

const {
  PRODUCER_URL = 'http://127.0.0.1:3000',
  TARGET_URL = 'http://localhost:3002/target',
  EVENT = '*',
} = process.env

interface Listed {
  readonly id: string
  readonly url: string
}

const compatible = isCompatible(process.env, process.argv)

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const { protocol, hostname } = new URL(PRODUCER_URL)
  if (!compatible) refuseUnverifiedTls(process.env)
  if (!compatible && protocol !== 'https:' && !isLoopback(hostname))
    throw new Error('PRODUCER_URL must be https: the token goes there, and others are on the way.')
  const response = await fetch(new URL(path, PRODUCER_URL), {
    method,
    headers: {
      'content-type': 'application/json',
      ...(compatible ? {} : { authorization: `Bearer ${readToken(process.env)}` }),
    },
    redirect: 'error',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the producer answered ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Gives the path of the registration of TARGET_URL. */
async function findPath(): Promise<string> {
  const wanted = new URL(TARGET_URL).href
  const found = ((await ask('GET', '/registrations')) as Listed[]).find(({ url }) => url === wanted)
  if (found === undefined) throw new Error(`${wanted} is not registered.`)
  return `/registrations/${found.id}`
}

const commands: Record<string, () => Promise<unknown>> = {
  async register() {
    // So that each consumer gets one delivery: the compatible producer would keep both registrations.
    if (compatible) await ask('DELETE', '/registrations')
    const registration = { url: TARGET_URL, event: EVENT }
    if (compatible) return ask('POST', '/registrations', registration)
    return ask('POST', '/registrations', { ...registration, enrolmentToken: readEnrolmentToken(process.env) })
  },
  fire: () => ask('POST', '/fire'),
  async unregister() {
    if (compatible) return ask('DELETE', '/registrations')
    return ask('DELETE', (await findPath()) + (process.argv.includes('--force') ? '?force=true' : ''))
  },
  'replace-key': async () => ask('POST', `${await findPath()}/key`),
}

try {
  const [, , name = ''] = process.argv
  const command = commands[name]
  if (command === undefined) throw new Error(`say one of ${Object.keys(commands).join(', ')}.`)
  const answer = await command()
  console.log(answer === undefined ? 'Done.' : JSON.stringify(answer, undefined, 2))
} catch (error) {
  refuseToStart('client', error)
}
