import braintree from 'braintree'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'braintree',
  uses: 'webhookNotification.parse, webhookTesting.sampleNotification, .sampleSignature',
}

/** The keys of an account as its control panel gives them; a shared secret is made of the private one. */
export const keys = { publicKey: 'made_up_public_key', privateKey: 'e09f1c2d3b4a59687766554433221100' }

/** The preset is told which secret belongs to the public key. */
export const receiving = { secrets: { keyId: keys.publicKey, secret: keys.privateKey } }
export const sending = receiving

const gatewayOf = (pair) =>
  new braintree.BraintreeGateway({
    environment: braintree.Environment.Sandbox,
    merchantId: 'made_up_merchant',
    ...pair,
  })

const { bt_payload } = await gatewayOf(keys).webhookTesting.sampleNotification(
  braintree.WebhookNotification.Kind.SubscriptionCanceled,
  'made_up_id',
)

/** A form, to which `bt_signature` is added. */
export const body = new URLSearchParams({ bt_payload }).toString()

export const request = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

/** Whether the SDK accepts a request. */
export async function verify({ body }, pair = keys) {
  const form = new URLSearchParams(body.toString())
  await gatewayOf(pair).webhookNotification.parse(form.get('bt_signature'), form.get('bt_payload'))
  return true
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, body }, pair = keys) {
  const form = new URLSearchParams(body)
  form.set('bt_signature', await gatewayOf(pair).webhookTesting.sampleSignature(form.get('bt_payload')))
  return { method, url, headers: { ...request.headers }, body: form.toString() }
}
