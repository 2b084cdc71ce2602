import { testOnServer } from './through-client.js'

testOnServer('node-redis 5')
testOnServer('node-redis 6')
testOnServer('node-redis 6 by RESP3')
