import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Scheme } from '@postern/core'
import { authorizeNet } from '@postern/providers/authorizeNet'
import { bitbucket } from '@postern/providers/bitbucket'
import { gitea } from '@postern/providers/gitea'
import { github } from '@postern/providers/github'
import { intercom } from '@postern/providers/intercom'
import { jiraWebhooks } from '@postern/providers/jiraWebhooks'
import { knock } from '@postern/providers/knock'
import { nylas } from '@postern/providers/nylas'
import { oura } from '@postern/providers/oura'
import { polar } from '@postern/providers/polar'
import { stream } from '@postern/providers/stream'
import { stripe } from '@postern/providers/stripe'
import { svix } from '@postern/providers/svix'
import { workos } from '@postern/providers/workos'
import { now, type Outcome, receive, receiverAt } from './receive.js'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = '{"id":"evt_1","type":"made"}'
const seconds = String(now / 1000)

type Parse = 'auto' | 'raw'

function judge(
  scheme: Scheme,
  headers: Record<string, string>,
  rawBody: string | Buffer = body,
  parse: Parse = 'auto',
): Promise<Outcome> {
  return receive(receiverAt(now, { scheme, eventId: 'hash', parse }), headers, rawBody)
}

const mac = (key: string | Buffer, text: string | Buffer, hash = 'sha256') =>
  createHmac(hash, key).update(text)

describe('whsec_ has three meanings', () => {
  const decoded = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const content = `msg_1.${seconds}.${body}`
  const standard = (family: string, key: string | Buffer) => ({
    [`${family}-id`]: 'msg_1',
    [`${family}-timestamp`]: seconds,
    [`${family}-signature`]: `v1,${mac(key, content).digest('base64')}`,
  })
  const stripes = (key: string | Buffer) => ({
    'stripe-signature': `t=${seconds},v1=${mac(key, `${seconds}.${body}`).digest('hex')}`,
  })

  test.each([
    { name: 'Stripe: text as it is', scheme: stripe, right: stripes(secret), wrong: stripes(decoded) },
    {
      name: 'Svix: base64 behind the prefix',
      scheme: svix,
      right: standard('svix', decoded),
      wrong: standard('svix', secret),
    },
    {
      name: 'Polar: text as it is, though in the headers of Standard Webhooks',
      scheme: polar,
      right: standard('webhook', secret),
      wrong: standard('webhook', decoded),
    },
  ])('$name', async ({ scheme, right, wrong }) => {
    expect(await judge(scheme({ secrets: secret }), right)).not.toHaveProperty('refused')
    expect(await judge(scheme({ secrets: secret }), wrong)).toEqual({ refused: 'signature_mismatch' })
  })
})

test('milliseconds are no seconds, nor the reverse', async () => {
  const scheme = workos({ secrets: secret })
  const headers = (time: string) => ({
    'workos-signature': `t=${time}, v1=${mac(secret, `${time}.${body}`).digest('hex')}`,
  })
  expect(await judge(scheme, headers(String(now)))).not.toHaveProperty('refused')
  expect(await judge(scheme, headers(seconds))).toEqual({ refused: 'timestamp_too_old' })
  const stamped = `t=${String(now)},v1=${mac(secret, `${String(now)}.${body}`).digest('hex')}`
  expect(await judge(stripe({ secrets: secret }), { 'stripe-signature': stamped })).toEqual({
    refused: 'timestamp_in_future',
  })
})

test('what is signed compressed is verified so (Nylas), and what is signed inflated is not inflated (Stream)', async () => {
  const compressed = gzipSync(body)
  const encoding = { 'content-encoding': 'gzip' }
  const ofSent = { ...encoding, 'x-nylas-signature': mac(secret, compressed).digest('hex') }
  expect(await judge(nylas({ secrets: secret }), ofSent, compressed, 'raw')).not.toHaveProperty('refused')
  const ofInflated = { ...encoding, 'x-signature': mac(secret, body).digest('hex') }
  expect(await judge(stream({ secrets: secret }), ofInflated, compressed, 'raw')).toEqual({
    refused: 'signature_mismatch',
  })
  expect(
    await judge(stream({ secrets: secret }), { 'x-signature': ofInflated['x-signature'] }),
  ).not.toHaveProperty('refused')
})

test('of a form GitHub signs the bytes, and Gitea the JSON in it', async () => {
  const form = `payload=${encodeURIComponent(body)}`
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const ofForm = mac(secret, form).digest('hex')
  const ofJson = mac(secret, body).digest('hex')
  const onGithub = (signature: string) =>
    judge(github({ secrets: secret }), { ...type, 'x-hub-signature-256': `sha256=${signature}` }, form)
  const onGitea = (signature: string, rawBody = form) =>
    judge(gitea({ secrets: secret }), { ...type, 'x-gitea-signature': signature }, rawBody)
  expect(await onGithub(ofForm)).not.toHaveProperty('refused')
  expect(await onGithub(ofJson)).toEqual({ refused: 'signature_mismatch' })
  expect(await onGitea(ofJson)).not.toHaveProperty('refused')
  expect(await onGitea(ofJson, `${form}&more=1`)).toEqual({ refused: 'signature_mismatch' })
})

test('base64 with its padding stands in a pair, which is cut at its first equals sign alone', async () => {
  const signature = mac(secret, `${String(now)}.${body}`).digest('base64')
  expect(signature).toMatch(/=$/)
  const headers = { 'x-knock-signature': `t=${String(now)},s=${signature}` }
  expect(await judge(knock({ secrets: secret }), headers)).not.toHaveProperty('refused')
})

test('hexadecimal in capitals is read, and written where the provider writes it', async () => {
  const scheme = oura({ secrets: secret, verificationToken: 'a-token' })
  const signature = mac(secret, seconds + body).digest('hex')
  for (const spelling of [signature.toUpperCase(), signature])
    expect(
      await judge(scheme, { 'x-oura-timestamp': seconds, 'x-oura-signature': spelling }),
    ).not.toHaveProperty('refused')
  expect(scheme.sign({ body, sentAt: now })['x-oura-signature']).toBe(signature.toUpperCase())
  const ofAuthorizeNet = authorizeNet({ secrets: 'A'.repeat(128) }).sign({ body })['x-anet-signature']
  expect(ofAuthorizeNet).toMatch(/^sha512=[0-9A-F]{128}$/)
})

test('a header that several providers use is read by the rules of the preset alone', async () => {
  const signatures = {
    sha1: `sha1=${mac(secret, body, 'sha1').digest('hex')}`,
    sha256: `sha256=${mac(secret, body).digest('hex')}`,
  }
  const verdicts = async (scheme: Scheme) => ({
    sha1: (await judge(scheme, { 'x-hub-signature': signatures.sha1 })).refused,
    sha256: (await judge(scheme, { 'x-hub-signature': signatures.sha256 })).refused,
  })
  const secrets = secret
  expect(await verdicts(intercom({ secrets }))).toEqual({ sha1: undefined, sha256: 'signature_malformed' })
  for (const scheme of [bitbucket({ secrets }), jiraWebhooks({ secrets })])
    expect(await verdicts(scheme)).toEqual({ sha1: 'signature_malformed', sha256: undefined })
  expect(await verdicts(github({ secrets }))).toEqual({
    sha1: 'signature_missing',
    sha256: 'signature_missing',
  })
})
