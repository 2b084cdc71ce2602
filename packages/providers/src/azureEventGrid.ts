import { defineCredential } from '@postern/core'

/**
 * Azure Event Grid's deliveries to webhooks, in its own schema or that of CloudEvents.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: a token of your own, in the query of the webhook's URL: `https://hooks.example.com/in?token=...`.
 * - Event id: `$.0.id`, or `$.id` of a CloudEvent, **not signed**.
 * - Event type: `$.0.eventType`, or `$.type` of a CloudEvent, **not signed**.
 * - Retries: for up to 24 hours.
 * - Statuses: 200 to 204 within 30 seconds.
 * - Handshake: the event by which a subscription is validated is answered with its code, if the token is right;
 *   the OPTIONS request of CloudEvents is answered with the origin that it names, whoever sends it.
 * - Note: only the first event of a batch is looked at: leave batches off. Deliveries with a token of Entra ID are
 *   not read.
 * @see https://learn.microsoft.com/en-us/azure/event-grid/webhook-event-delivery
 */
export const azureEventGrid = defineCredential({
  name: 'azure-event-grid',
  credential: { query: 'token' },
  formats: ['json'],
  event: { id: ['$.0.id', '$.id'], type: ['$.0.eventType', '$.type'] },
  handshake: [
    {
      when: {
        'json:$.0.eventType': 'Microsoft.EventGrid.SubscriptionValidationEvent',
        'json:$.0.data.validationCode': true,
      },
      answer: { json: { validationResponse: '{json:$.0.data.validationCode}' } },
    },
    {
      signed: false,
      method: 'OPTIONS',
      when: { 'header:webhook-request-origin': true },
      answer: {
        headers: {
          allow: 'POST',
          'webhook-allowed-origin': '{header:webhook-request-origin}',
          'webhook-allowed-rate': '*',
        },
      },
    },
  ],
  retryWindowMs: 24 * 60 * 60 * 1000,
})
