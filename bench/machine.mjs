import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import { redisVersion } from './redis.mjs'

const require = createRequire(import.meta.url)

/** What the figures were taken on. */
export function describeMachine() {
  return {
    processor: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    redis: redisVersion(),
  }
}

/** The installed version of each package that takes part. */
export function describeVersions() {
  const { dependencies } = require('./package.json')
  return Object.fromEntries(Object.keys(dependencies).map((name) => [name, installedVersion(name)]))
}

// Not every package exports its package.json.
function installedVersion(name) {
  for (const folder of require.resolve.paths(name)) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')).version
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
  }
  throw new Error(`${name} is not installed.`)
}
