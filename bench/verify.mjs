// What verification costs beside the floor, an HMAC with a prepared key and a constant-time comparison, and beside
// other libraries. All contestants take turns in short rounds of one run; a figure is the median of the ratios of
// each round, with the range that half of the rounds lie in. Needs a build.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { standardWebhooks } from '@postern/core'
import { verify as verifyOctokit } from '@octokit/webhooks-methods'
import { stripe as stripeScheme } from '@postern/providers/stripe'
import { github } from '@postern/providers/github'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'

const bytes = Number(process.argv[2] ?? 1024)
const rounds = 60
const roundMs = 25

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const keyBytes = Buffer.from(secret.slice('whsec_'.length), 'base64')
const body = Buffer.from(
  JSON.stringify({ id: 'evt_1', type: 'invoice.paid', data: 'x'.repeat(Math.max(bytes - 49, 0)) }),
)
const text = body.toString('utf8')
const now = Date.now()

const standard = standardWebhooks({ secrets: secret })
const standardHeaders = standard.sign({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body, sentAt: now })
const stripe = stripeScheme({ secrets: secret })
const stripeHeaders = stripe.sign({ body, sentAt: now })
const gitHub = github({ secrets: secret })
const gitHubHeaders = gitHub.sign({ id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', body })

const key = createSecretKey(keyBytes)
const prefix = `${standardHeaders['webhook-id']}.${standardHeaders['webhook-timestamp']}.`
const signature = Buffer.from(standardHeaders['webhook-signature'].slice('v1,'.length), 'base64')
const reference = new StandardWebhook(secret)
const svix = new SvixWebhook(secret)

function postern(scheme, headers) {
  const request = { method: 'POST', url: '/', headers }
  return () => scheme.verify(scheme.readHead(request), body, request, now)
}

const contestants = {
  floor: () => timingSafeEqual(createHmac('sha256', key).update(prefix).update(body).digest(), signature),
  'postern, standard webhooks': postern(standard, standardHeaders),
  'postern, stripe': postern(stripe, stripeHeaders),
  'postern, github': postern(gitHub, gitHubHeaders),
  standardwebhooks: () => reference.verify(text, standardHeaders),
  svix: () => svix.verify(text, standardHeaders),
  stripe: () => Stripe.webhooks.constructEvent(text, stripeHeaders['stripe-signature'], secret),
  '@octokit/webhooks-methods': () => verifyOctokit(secret, text, gitHubHeaders['x-hub-signature-256']),
}

/** Microseconds a call, over one round. */
async function round(verify) {
  const startedAt = process.hrtime.bigint()
  const until = startedAt + BigInt(roundMs) * 1_000_000n
  let calls = 0
  do {
    for (let index = 0; index < 50; index += 1) {
      const verified = verify()
      if (verified instanceof Promise) await verified
    }
    calls += 50
  } while (process.hrtime.bigint() < until)
  return Number(process.hrtime.bigint() - startedAt) / 1000 / calls
}

function quantile(sorted, share) {
  return sorted[Math.round((sorted.length - 1) * share)]
}

const costs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
for (const verify of Object.values(contestants)) await round(verify)
for (let turn = 0; turn < rounds; turn += 1) {
  for (const [name, verify] of Object.entries(contestants)) costs[name].push(await round(verify))
}

console.log(
  `node ${process.version}, ${process.arch}, body of ${body.length} bytes, ${rounds} rounds of ${roundMs} ms\n`,
)
console.log('                              µs a call   times the floor (half of the rounds)')
for (const [name, measured] of Object.entries(costs)) {
  const ratios = measured.map((cost, turn) => cost / costs.floor[turn]).sort((a, b) => a - b)
  const median = quantile(
    [...measured].sort((a, b) => a - b),
    0.5,
  )
  const range = `${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)}`
  console.log(
    `${name.padEnd(28)}${median.toFixed(2).padStart(11)}${quantile(ratios, 0.5).toFixed(2).padStart(18)}   (${range})`,
  )
}
