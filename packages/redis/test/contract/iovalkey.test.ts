import { testOnServer } from './through-client.js'

testOnServer('iovalkey')
