import { receive } from './receive.mjs'

/** Changes one letter or digit in the middle of the body, so that JSON stays JSON. */
export function withOtherBody(request) {
  return { ...request, body: Buffer.from(altered(request.body.toString('latin1')), 'latin1') }
}

/** Changes one letter or digit in the middle of the signature, where it stands in a header. */
export async function withOtherSignature(request, scheme) {
  for (const [name, value] of Object.entries(request.headers)) {
    const { [name]: _, ...others } = request.headers
    const { refused } = await receive(scheme, { ...request, headers: others })
    if (refused === 'signature_missing')
      return { ...request, headers: { ...others, [name]: alteredEnd(value) } }
  }
  return undefined
}

/** The last three quarters, where no format has its prefix, and not the end, which some SDKs read leniently. */
function alteredEnd(text) {
  const start = Math.floor(text.length / 2)
  return text.slice(0, start) + altered(text.slice(start))
}

function altered(text) {
  const middle = Math.floor(text.length / 2)
  const at = text.slice(middle).search(/[0-9a-zA-Z]/) + middle
  const other = text[at] === '7' ? '8' : /[0-9]/.test(text[at]) ? '7' : text[at] === 'a' ? 'b' : 'a'
  return text.slice(0, at) + other + text.slice(at + 1)
}
