import { existsSync, readFileSync } from 'node:fs'

/**
 * Makes both ends of a preset with the oracle's credentials, and a delivery for them. What else the preset needs, and
 * how a delivery looks, is said by the oracle or by the preset's vectors.
 */
export async function loadPreset(name, oracle) {
  const { [name]: preset } = await import(oracle.from ?? `@postern/providers/${name}`)
  const { options = {}, sample = {} } = vectorsOf(name)
  const { secrets: _secrets, keys: _keys, url: knownUrl, ...params } = options
  const { url = sample.url ?? `https://hooks.example.com/webhooks/${name}`, method = 'POST' } =
    oracle.request ?? {}
  const address = url.startsWith('http') ? url : `https://hooks.example.com${url}`
  const credentials = oracle.keys ?? oracle.secret
  const common = { ...params, ...(knownUrl === undefined ? {} : { url: address }), ...oracle.options }
  return {
    credentials,
    receiving: preset({ ...common, ...(oracle.receiving ?? credentialsOf(credentials, 'publicKey')) }),
    sending:
      oracle.sending === null
        ? undefined
        : preset({ ...common, ...(oracle.sending ?? credentialsOf(credentials, 'privateKey')) }),
    delivery: {
      method,
      url: address,
      id: 'msg_2mBotd2JnYPX2tPzx4OT8DtCUo3',
      sentAt: Date.now(),
      headers: { 'content-type': 'application/json', ...sample.headers, ...oracle.request?.headers },
      body: oracle.body ?? sample.body ?? '{"id":"evt_1","type":"something.happened"}',
    },
  }
}

function credentialsOf(credentials, half) {
  return typeof credentials === 'string' ? { secrets: credentials } : { keys: credentials[half] }
}

function vectorsOf(name) {
  const file = new URL(`../test/vectors/${name}.json`, import.meta.url)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
