import { testOnServer } from './on-server.js'

testOnServer('iovalkey')
