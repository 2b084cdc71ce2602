export { checkContentDigest, contentDigest, type DigestAlgorithm } from './content-digest.js'
export { httpMessageSignatures, type HttpMessageSignaturesOptions } from './http-message-signatures.js'
