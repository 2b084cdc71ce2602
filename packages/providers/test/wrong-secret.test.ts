import {
  createReceiver,
  isWebhookError,
  type ReceptionEvent,
  refusalAnswer,
  type Scheme,
} from '@postern/core'
import { clerk } from '@postern/providers/clerk'
import { github } from '@postern/providers/github'
import { openai } from '@postern/providers/openai'
import { paddle } from '@postern/providers/paddle'
import { paystack } from '@postern/providers/paystack'
import { shopify } from '@postern/providers/shopify'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import { stripe } from '@postern/providers/stripe'
import { zoom } from '@postern/providers/zoom'

const body = '{"id":"evt_1","type":"made"}'
const url = 'https://hooks.example.com/in'

/** What an operator and what the sender hear of a delivery that another secret signed. */
async function hear(receiving: Scheme, sending: Scheme): Promise<{ hint: string; answer: string }> {
  let hint = ''
  const onRejected = (_: unknown, event: ReceptionEvent) => {
    hint = event.hint ?? ''
  }
  const receiver = createReceiver({ scheme: receiving, eventId: 'hash', onRejected })
  const signed = sending.signRequest?.({ body, url, id: 'evt_1' })
  const headers = { host: 'hooks.example.com', ...signed?.headers }
  const refusal: unknown = await receiver
    .receive({ method: 'POST', url: '/in', headers, rawBody: body })
    .catch((error: unknown) => error)
  if (!isWebhookError(refusal)) throw new Error('It was admitted.')
  return { hint, answer: JSON.stringify(refusalAnswer(refusal)) }
}

test.each([
  {
    name: 'Stripe: the secret of another endpoint, or of the command line',
    preset: stripe,
    right: 'whsec_1111111111111111111111111111',
    wrong: 'whsec_2222222222222222222222222222',
    hint: /Each endpoint has a signing secret of its own, in live mode and in test mode; `stripe listen` prints another/,
  },
  {
    name: 'Stripe: an API key',
    preset: stripe,
    right: 'whsec_1111111111111111111111111111',
    wrong: 'sk_live_1111111111111111111111',
    hint: /does not look like those of the provider: is it an API key/,
  },
  {
    name: 'Clerk: the key of the API',
    preset: clerk,
    right: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    wrong: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSX',
    hint: /does not look like .* Each endpoint has a signing secret of its own/,
  },
  {
    name: 'OpenAI: the secret of another endpoint',
    preset: openai,
    right: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    wrong: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSX',
    hint: /the API key \(`sk-`\) is none/,
  },
  {
    name: 'Paystack: live against test',
    preset: paystack,
    right: 'sk_live_1111111111',
    wrong: 'sk_test_1111111111',
    hint: /of test mode for test events and of live mode for others/,
  },
  {
    name: 'Paddle: the key of the API',
    preset: paddle,
    right: 'pdl_ntfset_01gkdqnzt6_abcdefgh',
    wrong: 'pdl_live_apikey_01gkdqnzt6',
    hint: /does not look like .* Each notification destination has a secret key of its own/,
  },
  {
    name: 'GitHub: the secret of another webhook',
    preset: github,
    right: 'the-secret-of-one',
    wrong: 'the-secret-of-another',
    hint: /organisation, repository and app webhooks have one each/,
  },
  {
    name: 'Slack: the client secret',
    preset: slack,
    right: '8f742231b10e8888abcd99yyyzzz85a5',
    wrong: '0f742231b10e8888abcd99yyyzzz85a5',
    hint: /neither the client secret nor the verification token/,
  },
  {
    name: 'Shopify: the key of the admin',
    preset: shopify,
    right: 'shpss_1111111111',
    wrong: 'shpss_2222222222',
    hint: /those made in the admin with the key shown there/,
  },
  {
    name: 'Square: the key of another subscription',
    preset: square,
    right: 'the-key-of-one-of-them',
    wrong: 'the-key-of-another-one',
    hint: /The URL must be the notification URL exactly/,
  },
  {
    name: 'Zoom: the client secret',
    preset: zoom,
    right: 'a-secret-token-of-zoom',
    wrong: 'a-client-secret-of-zoom',
    hint: /neither the client secret nor the old verification token/,
  },
])('$name: the operator hears of it, and the sender does not', async ({ preset, right, wrong, hint }) => {
  const heard = await hear(preset({ secrets: wrong }), preset({ secrets: right }))
  expect(heard.hint).toMatch(/^None of the active secrets made this signature/)
  expect(heard.hint).toMatch(hint)
  expect(heard.answer).not.toMatch(hint)
  expect(heard.answer).not.toMatch(/secret|key/i)
  for (const shown of [heard.hint, heard.answer])
    for (const secret of [right, wrong]) expect(shown).not.toContain(secret)
})

test('a secret with a line break at its end is refused when the scheme is made', () => {
  for (const preset of [stripe, github, slack])
    expect(() => preset({ secrets: 'whsec_1111111111111111111111111111\n' })).toThrow(
      /begins or ends with white space. Was it read from a file\? Trim it/,
    )
})
