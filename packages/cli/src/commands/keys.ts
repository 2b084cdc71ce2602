import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { type Command, textOption, type Values } from '../command.js'
import { exitCode } from '../exit-code.js'
import { UnreadableError, UsageError } from '../failures.js'

/** `postern keys` */
export const keys: Command = {
  name: 'keys',
  summary: 'make a secret or a pair of keys',
  help: `Usage: postern keys hmac|rsa|ed25519|aes [options]

Makes a new secret or pair of keys, and prints it: the private part too.

  hmac      32 random bytes as whsec_..., for Standard Webhooks and most others
  rsa       a pair for RSA-PSS and PKCS #1 v1.5, as PEM
  ed25519   a pair, as PEM, or whsk_ and whpk_ for Standard Webhooks
  aes       32 random bytes for AES-256-GCM, in base64

Examples:
  export WEBHOOK_SECRET=$(postern keys hmac)
  postern keys rsa --bits 4096 --out private.pem > public.pem
  postern keys ed25519 --format whsk
  postern keys aes --format jwk

      --format F        pem, jwk, whsk (ed25519), or raw (hmac and aes: base64)
      --bits N          of an RSA key: 2048, 3072 (the default) or 4096
      --out FILE        write the private part to a new file, for its owner
                        alone, and print the public one
      --json            print JSON

Exit codes: 0 made, 2 wrong usage, 3 the file exists or cannot be written.`,
  options: { format: { type: 'string' }, bits: { type: 'string' }, out: { type: 'string' } },
  mostArguments: 1,
  async run(values, [kind], terminal) {
    const { secret, open } = make(kind, values)
    const out = textOption(values, 'out')
    if (out !== undefined) {
      await writeNew(out, `${secret}\n`)
      if (values['json'] === true) terminal.write(`${JSON.stringify({ public: open })}\n`)
      else if (open !== undefined) terminal.write(`${open}\n`)
    } else if (values['json'] === true) {
      const named = open === undefined ? { secret } : { private: secret, public: open }
      terminal.write(`${JSON.stringify(named)}\n`)
    } else terminal.write([secret, ...(open === undefined ? [] : [open])].map((text) => `${text}\n`).join(''))
    return exitCode.ok
  },
}

interface Made {
  /** The secret, or the private key. */
  readonly secret: string
  readonly open?: string
}

function make(kind: string | undefined, values: Values): Made {
  const bits = textOption(values, 'bits')
  if (bits !== undefined && kind !== 'rsa') throw new UsageError('--bits is for RSA keys.')
  switch (kind) {
    case 'hmac': {
      const bytes = randomBytes(32)
      const format = formatOf(values, ['whsec', 'raw', 'jwk'])
      if (format === 'jwk') return { secret: octJwk(bytes, 'HS256') }
      return { secret: (format === 'raw' ? '' : 'whsec_') + bytes.toString('base64') }
    }
    case 'aes': {
      const bytes = randomBytes(32)
      const isJwk = formatOf(values, ['raw', 'jwk']) === 'jwk'
      return { secret: isJwk ? octJwk(bytes, 'A256GCM') : bytes.toString('base64') }
    }
    case 'rsa': {
      if (bits !== undefined && !/^(?:2048|3072|4096)$/.test(bits))
        throw new UsageError('--bits is 2048, 3072 or 4096.')
      const pair = generateKeyPairSync('rsa', { modulusLength: Number(bits ?? '3072') })
      return pairText(pair, formatOf(values, ['pem', 'jwk']))
    }
    case 'ed25519':
      return pairText(generateKeyPairSync('ed25519'), formatOf(values, ['pem', 'jwk', 'whsk']))
    case undefined:
    default:
      throw new UsageError('Say which: postern keys hmac, rsa, ed25519 or aes.')
  }
}

function formatOf(values: Values, known: readonly [string, ...string[]]): string {
  const format = textOption(values, 'format') ?? known[0]
  if (!known.includes(format)) throw new UsageError(`--format is ${known.join(' or ')} here.`)
  return format
}

function pairText(
  { privateKey, publicKey }: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  format: string,
): Made {
  if (format === 'pem')
    return {
      secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd(),
      open: publicKey.export({ type: 'spki', format: 'pem' }).toString().trimEnd(),
    }
  const jwk = privateKey.export({ format: 'jwk' })
  if (format === 'jwk')
    return { secret: JSON.stringify(jwk), open: JSON.stringify(publicKey.export({ format: 'jwk' })) }
  const bytes = (text: unknown) => Buffer.from(String(text), 'base64url')
  // The seed and the public key, as the specification of Standard Webhooks has it.
  const seed = Buffer.concat([bytes(jwk.d), bytes(jwk.x)])
  return { secret: `whsk_${seed.toString('base64')}`, open: `whpk_${bytes(jwk.x).toString('base64')}` }
}

function octJwk(bytes: Buffer, alg: string): string {
  return JSON.stringify({ kty: 'oct', k: bytes.toString('base64url'), alg })
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UnreadableError(
      code === 'EEXIST'
        ? `${path} exists, and a key is never written over.`
        : `${path} could not be written (${code ?? 'unknown error'}).`,
    )
  }
}
