import type { DeliveryStore } from '@postern/core'
import { redisStore, type RedisStore } from '@postern/redis'
import { Cluster as IovalkeyCluster, Redis as Iovalkey } from 'iovalkey'
import { Cluster, Redis } from 'ioredis'
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5'
import { createClient as createClient5, createCluster as createCluster5 } from 'redis5'
import { createClient, createClientPool, createCluster, createSentinel } from 'redis6'
import { expect, test } from 'tstyche'

test('a store in Redis is a store of deliveries whose health and close are there', () => {
  const store = redisStore('redis://127.0.0.1')
  expect(store).type.toBe<RedisStore>()
  expect(store).type.toBeAssignableTo<DeliveryStore>()
  expect(redisStore).type.toBeCallableWith(new URL('redis://127.0.0.1'), {
    deadlineMs: 100,
    waitReplicas: false,
  })
})

test('clients of the libraries are taken as they are', () => {
  expect(redisStore).type.toBeCallableWith(new Redis5())
  expect(redisStore).type.toBeCallableWith(new Cluster5([]))
  expect(redisStore).type.toBeCallableWith(new Redis())
  expect(redisStore).type.toBeCallableWith(new Cluster([]))
  expect(redisStore).type.toBeCallableWith(new Iovalkey())
  expect(redisStore).type.toBeCallableWith(new IovalkeyCluster([]))
  expect(redisStore).type.toBeCallableWith(createClient5())
  expect(redisStore).type.toBeCallableWith(createCluster5({ rootNodes: [] }))
  expect(redisStore).type.toBeCallableWith(createClient())
  expect(redisStore).type.toBeCallableWith(createCluster({ rootNodes: [] }))
})

test('a pool does not compile, as it could ask for replicas by another connection than it wrote', () => {
  expect(redisStore).type.not.toBeCallableWith(createClientPool())
})

test('a sentinel of node-redis does not compile, as its commands are sent in another way', () => {
  expect(redisStore).type.not.toBeCallableWith(createSentinel({ name: 'x', sentinelRootNodes: [] }))
})

test('what is no client does not compile', () => {
  expect(redisStore).type.not.toBeCallableWith({})
  expect(redisStore).type.not.toBeCallableWith(6379)
  expect(redisStore).type.not.toBeCallableWith()
})

test('an option that does not exist does not compile, so that a misspelt one is seen', () => {
  expect(redisStore).type.not.toBeCallableWith('redis://127.0.0.1', { prefix: 'app:' })
})
