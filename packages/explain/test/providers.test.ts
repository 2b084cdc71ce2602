import { explain } from '@postern/explain'
import { now } from './failures.js'
import { providerFailures, providerUnknowns } from './provider-failures.js'

test.each(providerFailures)('$name: $cause', async ({ name: _, cause, ...options }) => {
  expect(await explain({ receivedAt: now, ...options })).toMatchObject({ verifies: false, cause })
})

test.each(providerUnknowns)('$name: no known cause', async ({ name: _, ...options }) => {
  const explanation = await explain({ receivedAt: now, ...options })
  expect(explanation).toMatchObject({ verifies: false, cause: 'no_known_cause' })
})
