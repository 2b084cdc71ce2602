declare const eventType: unique symbol

/**
 * A payload of one type of event, where the type stands outside of it: with a union of these, `webhook.payload` narrows
 * by `webhook.type`. The mark is in the types alone.
 */
export type EventPayload<Type extends string, Payload> = Payload & { readonly [eventType]: Type }

/** What a payload says of the type of its event. */
export type TypeOf<Payload> = Payload extends { readonly [eventType]: infer Type extends string }
  ? Type
  : string | undefined
