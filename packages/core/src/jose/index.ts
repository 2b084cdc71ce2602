export { jwe, type Jwe, type JweOptions, type JweSealOptions, type SealedJwe } from './jwe.js'
export {
  defineJwsDetached,
  jwsDetached,
  type JwsDetachedDefinition,
  type JwsDetachedOptions,
  type JwsDetachedPreset,
} from './jws-detached.js'
export type { JoseKeys, KnownJoseKeys } from './jws-keys.js'
export { type RemoteJwks, remoteJwks, type RemoteJwksOptions } from './remote-jwks.js'
