export * from '@postern/core'
export { handleWebhook, verifyWebhook } from './express.js'
