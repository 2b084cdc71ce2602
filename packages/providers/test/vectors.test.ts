import { github } from '@postern/providers/github'
import { slack } from '@postern/providers/slack'
import { stripe } from '@postern/providers/stripe'
import { bodyOf, vectorsOf } from './provider-vectors.js'
import { receive, receiverAt } from './receive.js'

const providers = [
  { provider: 'stripe', preset: stripe, signatureHeader: 'stripe-signature' },
  { provider: 'github', preset: github, signatureHeader: 'x-hub-signature-256' },
  { provider: 'slack', preset: slack, signatureHeader: 'x-slack-signature' },
] as const

describe.each(providers)('$provider', ({ provider, preset, signatureHeader }) => {
  const vectors = vectorsOf(provider)

  test.each(vectors)('judges $name as the vector says', async (vector) => {
    const parse = vector.headers['content-type']?.startsWith('text/') === true ? 'text' : 'auto'
    const receiver = receiverAt(vector.receivedAt, { scheme: preset({ secrets: vector.secrets }), parse })
    expect(await receive(receiver, vector.headers, bodyOf(vector))).toMatchObject(vector.expect)
  })

  test.each(vectors.filter(({ signs }) => signs))('makes the signature of $name', (vector) => {
    const scheme = preset({ secrets: vector.secrets })
    const signed = scheme.sign({ body: bodyOf(vector), sentAt: vector.receivedAt })
    // Stripe's v0 signatures are nobody's to make.
    expect(signed[signatureHeader]).toBe(vector.headers[signatureHeader]?.split(',v0=')[0])
  })
})
