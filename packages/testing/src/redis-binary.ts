import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What a server says of itself. */
export interface RedisVersion {
  readonly flavour: 'redis' | 'valkey'
  readonly version: string
  readonly major: number
}

const installation = 'apt-get update && apt-get install -y --no-install-recommends redis-server'
const isDebian = existsSync('/etc/debian_version')

/**
 * Finds the server that tests run: `REDIS_SERVER`, or else what is on the PATH. Installs one where it may.
 * @returns a path, or a name on the PATH
 */
export function provideRedis(): string {
  const configured = process.env['REDIS_SERVER']
  if (configured !== undefined) {
    if (redisVersion(configured) !== undefined) return configured
    throw new Error(`REDIS_SERVER is ${configured}, which is no Redis or Valkey server that runs here.`)
  }
  const found = findOnPath()
  if (found !== undefined) return found
  if (!isDebian || process.getuid?.() !== 0) throw missingRedis()
  return install()
}

/** What `--version` answers, or `undefined` where there is no such server. */
export function redisVersion(binary: string): RedisVersion | undefined {
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000 })
  // Without such a program it is null, whatever its type says, and that matches nothing.
  const said = /^(redis|valkey) server v=((\d+)\S*)/i.exec(stdout)
  if (said === null) return undefined
  const [, name = '', version = '', major] = said
  return { flavour: name.toLowerCase() === 'valkey' ? 'valkey' : 'redis', version, major: Number(major) }
}

function findOnPath(): string | undefined {
  return ['redis-server', 'valkey-server'].find((name) => redisVersion(name) !== undefined)
}

function install(): string {
  console.error(`No redis-server on the PATH: installing Debian's (${installation})`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { stdout, stderr } = spawnSync('sh', ['-c', installation], { encoding: 'utf8', env })
  // The status does not tell: where the package's own service cannot start, apt-get fails with the server in place.
  const installed = findOnPath()
  if (installed === undefined) throw missingRedis(`${stdout}${stderr}`.trim().slice(-2000))
  return installed
}

function missingRedis(output?: string): Error {
  const command = isDebian
    ? `sudo sh -c '${installation}'`
    : process.platform === 'darwin'
      ? 'brew install redis'
      : 'REDIS_SERVER=/path/to/redis-server npm test'
  const lines = [
    'The tests run a Redis server, and neither redis-server nor valkey-server is on the PATH. Run:',
    `  ${command}`,
  ]
  return new Error([...lines, ...(output === undefined ? [] : ['The installation said:', output])].join('\n'))
}
