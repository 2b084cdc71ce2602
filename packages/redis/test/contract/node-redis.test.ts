import { testOnServer } from './on-server.js'

testOnServer('node-redis 5')
testOnServer('node-redis 6')
testOnServer('node-redis 6 by RESP3')
