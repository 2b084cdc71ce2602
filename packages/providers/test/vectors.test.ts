import { loadPreset, optionsFor } from './load-preset.js'
import { bodyOf, presets, vectorsOf } from './provider-vectors.js'
import { receive, receiverAt } from './receive.js'

describe.each(presets)('%s', (name) => {
  const { options = {}, sender = options, vectors } = vectorsOf(name)
  const optionsOf = (secrets: readonly string[] | undefined, of = options) =>
    secrets === undefined ? of : { ...of, secrets }

  test('has a vector that is admitted', () => {
    expect(vectors.filter((vector) => !('refused' in vector.expect)).length).toBeGreaterThan(0)
    for (const { source } of vectors) expect(source).not.toBe('')
  })

  for (const vector of vectors) {
    test(`judges ${vector.name} as the vector says`, async () => {
      const parse = vector.headers['content-type']?.startsWith('text/') === true ? 'text' : 'auto'
      const scheme = (await loadPreset(name))(optionsOf(vector.secrets))
      const receiver = receiverAt(vector.receivedAt, { ...optionsFor(scheme), parse })
      const outcome = await receive(receiver, vector.headers, bodyOf(vector), vector)
      expect(outcome).toMatchObject(vector.expect)
      if (!('refused' in vector.expect)) expect(outcome.refused).toBeUndefined()
    })

    if (vector.signs !== true) continue
    test(`makes the signature of ${vector.name}`, async () => {
      const scheme = (await loadPreset(name))(optionsOf(vector.secrets, sender))
      const ours = new Set(Object.keys(scheme.sign(deliveryOf(vector, {}))))
      const headers = Object.fromEntries(Object.entries(vector.headers).filter(([key]) => !ours.has(key)))
      const signed = scheme.sign(deliveryOf(vector, headers))
      for (const [key, value] of Object.entries(signed))
        // Stripe's v0 signatures are nobody's to make.
        expect(value).toBe(name === 'stripe' ? vector.headers[key]?.split(',v0=')[0] : vector.headers[key])
    })
  }

  function deliveryOf(vector: (typeof vectors)[number], headers: Readonly<Record<string, string>>) {
    const { url, method, receivedAt } = vector
    const found = 'id' in vector.expect ? vector.expect.id : undefined
    // One in the payload is not for a header.
    const id = Object.values(vector.headers).find((value) => value === found)
    return {
      body: bodyOf(vector),
      sentAt: receivedAt,
      headers,
      ...(id === undefined ? {} : { id }),
      ...(url === undefined ? {} : { url }),
      ...(method === undefined ? {} : { method }),
    }
  }
})
