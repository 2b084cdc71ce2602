// Receives the producer's deliveries at /target, with the key of the handshake. README.md has the variables.
import { compatibleConsumer } from './compatible/consumer.js'
import { secureConsumer } from './secure/consumer.js'
import { readEnrolmentToken } from './secure/enrolment.js'
import { refuseToStart, serve } from './serve.js'
import { isCompatible, readSettings, readStorageSecret } from './settings.js'

// What is in the database is for this user alone.
process.umask(0o077)

try {
  const settings = readSettings('consumer', process.env)
  const program = isCompatible(process.env, process.argv)
    ? compatibleConsumer(settings.database)
    : secureConsumer({
        database: settings.database,
        storageSecret: readStorageSecret('CONSUMER_STORAGE_KEY', process.env),
        enrolmentToken: readEnrolmentToken(process.env),
      })
  await serve('consumer', settings, program)
} catch (error) {
  refuseToStart('consumer', error)
}
