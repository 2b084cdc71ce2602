import { redisStore, type RedisClient, type RedisStoreOptions } from '@postern/redis'
import { inspect } from 'node:util'
import { createClientPool, createSentinel } from 'redis6'
import { connect } from './store-on-redis.js'
import { cleanUp } from '@postern/testing/clean-up'

afterEach(cleanUp)

const client = () => connect(1, { lazyConnect: true, password: 's3cret' })

test.each([
  { options: { prefix: 'x' }, message: /unknown option prefix\. Known are keyPrefix, deadlineMs/ },
  { options: { keyPrefix: '{app}:' }, message: /keyPrefix must be text without braces/ },
  { options: { keyPrefix: 5 }, message: /keyPrefix must be text/ },
  { options: { deadlineMs: 0 }, message: /deadlineMs must be a number above 0/ },
  { options: { shards: 0 }, message: /shards must be a number above 0/ },
  { options: { shards: 1.5 }, message: /shards must be a whole number/ },
  { options: { waitReplicas: 0 }, message: /waitReplicas must be a number above 0/ },
  { options: { waitReplicas: true }, message: /waitReplicas must be a number above 0/ },
  { options: { strict: 'yes' }, message: /strict must be true or false/ },
])('refuses $options', ({ options, message }) => {
  expect(() => redisStore(client(), options as RedisStoreOptions)).toThrow(TypeError)
  expect(() => redisStore(client(), options as RedisStoreOptions)).toThrow(message)
})

test.each([
  { name: 'nothing', value: undefined },
  { name: 'an object that is none', value: {} },
  {
    name: 'a sentinel of node-redis, which sends commands in another way',
    value: createSentinel({ name: 'x', sentinelRootNodes: [{ host: '127.0.0.1', port: 1 }] }),
  },
  { name: 'a pool, which could ask for replicas by another connection', value: createClientPool() },
])('refuses $name for a client', ({ value }) => {
  expect(() => redisStore(value as unknown as RedisClient)).toThrow(TypeError)
  expect(() => redisStore(value as unknown as RedisClient)).toThrow(
    /must be one of ioredis, iovalkey or node-redis/,
  )
})

test('refuses a URL that is none', () => {
  expect(() => redisStore('')).toThrow(TypeError)
  expect(() => redisStore('localhost')).toThrow(/redis:\/\//)
  expect(() => redisStore('https://127.0.0.1:1')).toThrow(/redis:\/\//)
})

test('shows nothing of its client when it is inspected', () => {
  const store = redisStore(client())
  expect(inspect(store, { depth: 10, showHidden: true })).not.toContain('s3cret')
  expect(JSON.stringify(store)).not.toContain('s3cret')
})
