import { isOwn } from './ownership.mjs'
import { loadPreset } from './load-preset.mjs'
import { receive } from './receive.mjs'
import { withOtherBody, withOtherSignature } from './altered.mjs'

/**
 * Checks one preset against its oracle, both ways: what is signed is accepted, and what is changed in a character is not.
 * @returns what was done, and the faults in words
 */
export async function checkOracle(name) {
  const oracle = await import(`./adapters/${name}.mjs`)
  const { package: pkg } = oracle.oracle
  const result = { name, package: pkg, own: isOwn(name, oracle), faults: [], verifies: false, signs: false }
  try {
    const preset = await loadPreset(name, oracle)
    if (preset.sending !== undefined) {
      result.verifies = true
      result.faults.push(...(await oursByTheirs(preset, oracle)))
    }
    if (oracle.sign !== undefined) {
      result.signs = true
      result.faults.push(...(await theirsByOurs(preset, oracle)))
    }
    if (!result.verifies && !result.signs) result.faults.push('nothing was checked')
  } catch (error) {
    result.faults.push(`failed: ${error.stack}`)
  }
  return result
}

async function oursByTheirs({ delivery, sending, receiving, credentials }, oracle) {
  const signed = sending.signRequest(delivery)
  const request = asSent(signed)
  const accepts = async (what) => {
    try {
      return (await oracle.verify(what, credentials)) === true
    } catch {
      return false
    }
  }
  const faults = []
  if (!(await accepts(request))) {
    const why = await Promise.resolve()
      .then(() => oracle.verify(request, credentials))
      .catch((error) => error.message)
    faults.push(`the SDK refuses what we sign: ${String(why)}`)
  }
  if (oracle.checksBody !== false && (await accepts(withOtherBody(request))))
    faults.push('the SDK accepts another body')
  const forged = await withOtherSignature(request, receiving)
  if (forged !== undefined && (await accepts(forged))) faults.push('the SDK accepts another signature')
  return faults
}

async function theirsByOurs({ delivery, receiving, credentials }, oracle) {
  const request = asSent(await oracle.sign(delivery, credentials))
  const faults = []
  if ((await oracle.verify(request, credentials)) !== true) faults.push('the SDK refuses what it signed')
  const { refused } = await receive(receiving, request)
  if (refused !== undefined) faults.push(`we refuse what the SDK signs: ${refused}`)
  if (
    receiving.bodySigned !== false &&
    (await receive(receiving, withOtherBody(request))).refused === undefined
  )
    faults.push('we accept another body')
  const forged = await withOtherSignature(request, receiving)
  if (forged !== undefined && (await receive(receiving, forged)).refused === undefined)
    faults.push('we accept another signature')
  return faults
}

function asSent({ method, url, headers, body }) {
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { method, url, headers: Object.fromEntries(names), body: Buffer.from(body) }
}
