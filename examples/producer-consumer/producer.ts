// Keeps registrations, and sends each a signed delivery when it is told to fire. README.md has the variables.
import { compatibleProducer } from './compatible/producer.js'
import { secureProducer } from './secure/producer.js'
import { refuseToStart, serve } from './serve.js'
import { isCompatible, readSettings, readStorageSecret, readToken, refuseUnverifiedTls } from './settings.js'

// What is in the database is for this user alone.
process.umask(0o077)

try {
  const settings = readSettings('producer', process.env)
  const isAsOriginal = isCompatible(process.env, process.argv)
  if (!isAsOriginal) refuseUnverifiedTls(process.env)
  const program = isAsOriginal
    ? compatibleProducer(settings.database)
    : secureProducer({
        database: settings.database,
        token: readToken(process.env),
        storageSecret: readStorageSecret('PRODUCER_STORAGE_KEY', process.env),
      })
  await serve('producer', settings, program)
} catch (error) {
  refuseToStart('producer', error)
}
