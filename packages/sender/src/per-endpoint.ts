import type { Scheme } from '@postern/core'
import type { Sealer } from './sealer.js'

/** A delivery without its content: what its scheme may depend on. */
export interface DeliveryHead {
  readonly id: string
  readonly type: string | undefined
  readonly url: string
  /** As `send` was told. */
  readonly endpoint: string | undefined
}

/** One for all deliveries, or a function that finds that of each. */
export type PerEndpoint<Value> = Value | ((delivery: DeliveryHead) => Value | Promise<Value>)

/**
 * Gives the scheme that signs a delivery.
 * @throws TypeError when there is none; what the function throws
 */
export async function schemeFor(scheme: PerEndpoint<Scheme>, delivery: DeliveryHead): Promise<Scheme> {
  if (typeof scheme !== 'function') return scheme
  const found = await scheme(headOf(delivery))
  if (isScheme(found)) return found
  throw new TypeError(
    `createSender: scheme gave no scheme for ${delivery.endpoint ?? 'the URL of a delivery'}. It must give one, such as standardWebhooks({ secrets }), or throw.`,
  )
}

/**
 * Gives what encrypts a delivery; `undefined` where it goes in clear.
 * @throws TypeError for anything else; what the function throws
 */
export async function sealerFor(
  seal: PerEndpoint<Sealer | undefined>,
  delivery: DeliveryHead,
): Promise<Sealer | undefined> {
  if (typeof seal !== 'function') return seal
  const found = await seal(headOf(delivery))
  if (found === undefined || isSealer(found)) return found
  throw new TypeError(
    `createSender: seal gave no sealer for ${delivery.endpoint ?? 'the URL of a delivery'}. It must give one, such as jwe({ keys }), or undefined for none.`,
  )
}

/** Tells for callers without a type checker. */
export function isScheme(value: unknown): value is Scheme {
  return typeof (value as Scheme | null | undefined)?.sign === 'function'
}

/** Tells for callers without a type checker. */
export function isSealer(value: unknown): value is Sealer {
  return typeof (value as Sealer | null | undefined)?.seal === 'function'
}

function headOf({ id, type, url, endpoint }: DeliveryHead): DeliveryHead {
  return { id, type, url, endpoint }
}
