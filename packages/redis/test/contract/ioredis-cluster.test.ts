import { testOnCluster } from './through-client.js'

testOnCluster('ioredis 5')
testOnCluster('ioredis 6')
testOnCluster('ioredis 6 with a key prefix')
