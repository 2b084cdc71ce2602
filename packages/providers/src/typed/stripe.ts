import type { EventPayload, SchemeOptions, TypedScheme } from '@postern/core'
import type Stripe from 'stripe'
import { stripe as untyped } from '../stripe.js'

type Typed<Event> = Event extends { readonly type: infer Type extends string }
  ? EventPayload<Type, Event>
  : never

/** Each event of Stripe's, of the version of the API that the package `stripe` is for. */
export type StripeEvent = Typed<Stripe.Event>

/**
 * The preset `stripe`, with the events of Stripe's own types: `webhook.payload` narrows by `webhook.type`. Needs the
 * package `stripe`, for its types alone. What comes is not checked against them: an endpoint may be set to another
 * version of the API.
 * @see https://docs.stripe.com/webhooks
 */
export const stripe: (options: SchemeOptions) => TypedScheme<StripeEvent> = untyped
