import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { WebhookVerificationService as Tern } from '@hookflo/tern'
import { verify as verifyOctokit } from '@octokit/webhooks-methods'
import { standardWebhooks } from '@postern/core'
import { github } from '@postern/providers/github'
import { stripe as stripeScheme } from '@postern/providers/stripe'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const keyBytes = Buffer.from(secret.slice('whsec_'.length), 'base64')

/** One function for each contestant that verifies a delivery of this body, as often as it is called. */
export function verifyContestants(text) {
  const body = Buffer.from(text)
  const now = Date.now()
  const standard = standardWebhooks({ secrets: secret })
  const standardHeaders = standard.sign({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body, sentAt: now })
  const stripe = stripeScheme({ secrets: secret })
  const stripeHeaders = stripe.sign({ body, sentAt: now })
  const gitHub = github({ secrets: secret })
  const gitHubHeaders = gitHub.sign({ id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', body })
  const gitHubSignature = gitHubHeaders['x-hub-signature-256']

  const key = createSecretKey(keyBytes)
  const prefix = `${standardHeaders['webhook-id']}.${standardHeaders['webhook-timestamp']}.`
  const signature = Buffer.from(standardHeaders['webhook-signature'].slice('v1,'.length), 'base64')
  const reference = new StandardWebhook(secret)
  const svix = new SvixWebhook(secret)

  function postern(scheme, headers) {
    const request = { method: 'POST', url: '/', headers }
    return () => scheme.verify(scheme.readHead(request), body, request, now)
  }
  // It takes nothing but a Fetch request, which can be read once.
  async function verifyTern() {
    const request = new Request('http://localhost/', { method: 'POST', headers: gitHubHeaders, body })
    const { isValid } = await Tern.verifyWithPlatformConfig(request, 'github', secret)
    if (!isValid) throw new Error('@hookflo/tern refuses the delivery.')
  }

  return {
    floor: () => timingSafeEqual(createHmac('sha256', key).update(prefix).update(body).digest(), signature),
    'postern, standard webhooks': postern(standard, standardHeaders),
    'postern, stripe': postern(stripe, stripeHeaders),
    'postern, github': postern(gitHub, gitHubHeaders),
    standardwebhooks: () => reference.verify(text, standardHeaders),
    svix: () => svix.verify(text, standardHeaders),
    stripe: () => Stripe.webhooks.constructEvent(text, stripeHeaders['stripe-signature'], secret),
    '@octokit/webhooks-methods': () => verifyOctokit(secret, text, gitHubSignature),
    '@hookflo/tern, github': verifyTern,
  }
}
