import type { Endpoint } from '../../src/endpoint.js'
import type { IncomingRequest } from '../../src/request.js'
import { admit } from '../../src/steps/admit.js'
import { type Decoded, decode } from '../../src/steps/decode.js'
import { readBody, type Received } from '../../src/steps/read-body.js'
import { type Head, readHead } from '../../src/steps/read-head.js'
import { type Valid, validate } from '../../src/steps/validate.js'
import { verify, type Verified } from '../../src/steps/verify.js'
import { createReceiver } from '@postern/core'
import { expect, test } from 'tstyche'
import { z } from 'zod'

declare const endpoint: Endpoint
declare const request: IncomingRequest
declare const receivedAt: number
declare const head: Head
declare const received: Received
declare const verified: Verified
declare const decoded: Decoded
declare const valid: Valid

test('each step takes what the last one returned', () => {
  expect(readHead).type.toBeCallableWith(endpoint, request, receivedAt)
  expect(readBody).type.toBeCallableWith(endpoint, head)
  expect(verify).type.toBeCallableWith(endpoint, received)
  expect(decode).type.toBeCallableWith(endpoint, verified)
  expect(validate).type.toBeCallableWith(endpoint, decoded)
  expect(admit).type.toBeCallableWith(endpoint, valid)
})

test('the body is not read before the head', () => {
  expect(readBody).type.not.toBeCallableWith(endpoint, request)
})

test('nothing is verified before the body is there', () => {
  expect(verify).type.not.toBeCallableWith(endpoint, head)
})

test('nothing is decoded before it is verified', () => {
  expect(decode).type.not.toBeCallableWith(endpoint, received)
  expect(decode).type.not.toBeCallableWith(endpoint, head)
})

test('nothing is validated before it is decoded', () => {
  expect(validate).type.not.toBeCallableWith(endpoint, verified)
  expect(validate).type.not.toBeCallableWith(endpoint, received)
})

test('nothing is admitted before it is validated', () => {
  expect(admit).type.not.toBeCallableWith(endpoint, decoded)
  expect(admit).type.not.toBeCallableWith(endpoint, verified)
  expect(admit).type.not.toBeCallableWith(endpoint, received)
  expect(admit).type.not.toBeCallableWith(endpoint, head)
})

test('a schema gives the payload its type', async () => {
  const schema = z.object({ amount: z.number() })
  const reception = await createReceiver({ schema }).receive(request)
  if (reception.kind === 'admitted') expect(reception.webhook.payload).type.toBe<{ amount: number }>()
})

test('a parse function gives the payload its type', async () => {
  const reception = await createReceiver({ parse: (rawBody) => rawBody.length }).receive(request)
  if (reception.kind === 'admitted') expect(reception.webhook.payload).type.toBe<number>()
})

test('without either the payload is unknown', async () => {
  const reception = await createReceiver().receive(request)
  if (reception.kind === 'admitted') expect(reception.webhook.payload).type.toBe<unknown>()
})

test('a payload is not at hand before the reception is known to be admitted', async () => {
  const reception = await createReceiver().receive(request)
  expect(reception).type.not.toHaveProperty('webhook')
})

test('an unknown option does not compile', () => {
  expect(createReceiver).type.not.toBeCallableWith({ tolerance: 300 })
})
