export * from '@postern/core'
export {
  handleWebhook,
  type HandleWebhookPluginOptions,
  verifyWebhook,
  verifyWebhook as default,
} from './fastify.js'
