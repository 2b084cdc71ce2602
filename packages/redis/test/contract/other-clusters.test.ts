import { testOnCluster } from './through-client.js'

testOnCluster('iovalkey')
testOnCluster('node-redis 5')
testOnCluster('node-redis 6')
