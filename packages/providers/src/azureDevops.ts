import { defineCredential } from '@postern/core'

/**
 * Service hooks of Azure DevOps.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: `user:password`, as they were entered with the subscription (Project settings, Service hooks).
 * - Event id: `$.id`, **not signed**.
 * - Event type: `$.eventType`, **not signed**.
 * - Retries: not known.
 * - Note: user and password may be left out in the subscription, and then every delivery is refused.
 * @see https://learn.microsoft.com/azure/devops/service-hooks/services/webhooks
 */
export const azureDevops = defineCredential({
  name: 'azure-devops',
  credential: { header: 'authorization' },
  prefix: 'basic',
  formats: ['json'],
  event: { id: '$.id', type: '$.eventType' },
})
