export * from '@postern/core'
export { handleWebhook, verifyWebhook, type WebhookState } from './koa.js'
