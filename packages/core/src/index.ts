export { refusalAnswer, settledAnswer, type Answer } from './answer.js'
export { atLeastOne, positive, refuseUnknown } from './check-option.js'
export { type Clock, systemClock } from './clock.js'
export type { DatedSecret, SigningSecret } from './crypto/keys.js'
export { deriveKey, type DeriveKeyOptions } from './crypto/derive-key.js'
export type { SecretForm } from './crypto/secret-form.js'
export type { SignatureEncoding } from './crypto/signature-encoding.js'
export type { LeaseEvent, ReceptionEvent, SettlementEvent } from './diagnostics.js'
export * from './errors.js'
export {
  aesGcmEnvelope,
  type AesGcmEnvelope,
  type AesGcmEnvelopeOptions,
  type SealedBody,
  type SealOptions,
} from './decrypt/aes-gcm-envelope.js'
export type { Decrypter } from './decrypt/decrypter.js'
export type { EventPayload } from './event-payload.js'
export { asFailure } from './failure.js'
export { createGate, type Gate, type VerifyWebhookOptions, type WebhookHandler } from './gate.js'
export { type FetchLimits, fetchText } from './fetch-text.js'
export type { GuardOptions } from './guard.js'
export { memoryStore, type MemoryStoreOptions } from './memory-store.js'
export type { DecodedDelivery, EventId, Parse, RateLimitOptions, ReceiverOptions } from './options.js'
export type { PayloadFormat } from './media-type.js'
export { createReceiver, type Receiver } from './receiver.js'
export type {
  AdmittedReception,
  DeliveredEvent,
  DuplicateReception,
  HandshakeReception,
  Reception,
  Webhook,
} from './reception.js'
export type { IncomingRequest, RequestHead } from './request.js'
export { convoy, type ConvoyOptions, type ConvoySignatureScheme } from './schemes/convoy.js'
export {
  type BodyUnsignedScheme,
  defineScheme,
  type PairSchemeOptions,
  type SchemeOptions,
} from './schemes/define-scheme.js'
export {
  type CredentialDefinition,
  type CredentialOptions,
  defineCredential,
} from './schemes/define-credential.js'
export { fermyon, type FermyonOptions } from './schemes/fermyon.js'
export type { EndpointUrl } from './schemes/scheme-settings.js'
export type { Handshake, HandshakeMac, HandshakeValue } from './schemes/handshake.js'
export type { KnownSecrets, Secrets } from './schemes/secrets.js'
export type {
  EventSources,
  HandshakeAnswer,
  PayloadMark,
  Scheme,
  SchemeHandshake,
  SignableDelivery,
  SignedRequest,
  TypedScheme,
} from './schemes/scheme.js'
export type {
  ContentRequest,
  HashAlgorithm,
  PairSchemeDefinition,
  SchemeAlgorithm,
  SchemeDefinition,
  SecretSchemeDefinition,
  SignedContentDefinition,
} from './schemes/scheme-definition.js'
export type { EcdsaForm } from './crypto/pair-signature.js'
export { defineJwt } from './jwt/define-jwt.js'
export type { JwtDefinition, JwtOptions } from './jwt/jwt-definition.js'
export type { JwtAlgorithm } from './jwt/jwt-algorithm.js'
export type { JwtKeys } from './jwt/jwt-keys.js'
export { RemoteKeys } from './keys/remote-keys.js'
export type { KeyFormat, KeyMaterial } from './keys/key-material.js'
export type { KeyAlgorithm, KeyUse } from './keys/key-algorithm.js'
export type { KeyInput, Keys, KnownKeys } from './keys/key-input.js'
export { type Key, type KeyEntry, KeyRing, keyRing } from './keys/key-ring.js'
export { PerTenant, perTenant, type PerTenantOptions } from './keys/per-tenant.js'
export type { SignatureFormat } from './schemes/signature-format/signature-format.js'
export type { RequestSource, SignatureLocation } from './schemes/signature-location.js'
export type { SignedHead } from './schemes/signed-head.js'
export type { BodyCarriedScheme } from './schemes/body-carried.js'
export {
  type BodyCarriedOptions,
  ecdsa,
  type EcdsaOptions,
  ed25519,
  type PairSchemesOptions,
  rsaPkcs1,
  rsaPss,
} from './schemes/pair-schemes.js'
export {
  defineStandardWebhooks,
  standardWebhooks,
  type StandardWebhooksDefinition,
  type StandardWebhooksOptions,
} from './schemes/standard-webhooks.js'
export { timestampedHmac, type TimestampedHmacOptions } from './schemes/timestamped-hmac.js'
export type { TimestampUnit } from './schemes/timestamp.js'
export type { ValueSource } from './schemes/value-source.js'
export { signedRequest, type SignedRequestOptions, type SignedTestRequest } from './signed-request.js'
export { isClosed, isSuccess, settleByResponse } from './settle-by-response.js'
export type { SettlementOutcome } from './settle.js'
export type { Admission, Claim, DeliveryStore, LeaseRef, Quota, Settlement, StoreHealth } from './store.js'
export {
  type DecryptionReason,
  type Problem,
  type SignatureReason,
  WebhookError,
  type WebhookErrorCode,
} from './webhook-error.js'
