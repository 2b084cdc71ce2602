import { testOnServer } from './through-client.js'

testOnServer('ioredis 5')
testOnServer('ioredis 6')
testOnServer('ioredis 6 with a key prefix')
testOnServer('ioredis 6 with automatic pipelines')
