import type { SigningSecret } from '@postern/core'
import type { SecretCause } from '../cause.js'
import { isDated, textOf } from '../secret-text.js'
import type { Change, Trial } from '../trial.js'

/** Each secret as people get it wrong: with what does not belong to it, or read in another way. */
export function* secretChanges({ secrets }: Trial): Iterable<Change> {
  for (const [index, secret] of secrets.entries()) {
    const text = textOf(secret)
    if (text === undefined) continue
    const place = secrets.length === 1 ? 'The secret' : `Secret ${String(index)}`
    for (const [cause, what, form] of formsOf(text))
      yield { cause, change: `${place} ${what}`, secrets: [replaced(secret, form)] }
    for (const part of partsOf(text))
      yield {
        cause: 'secret_list',
        change: `${place} is several secrets with commas between them, given as one.`,
        secrets: [replaced(secret, part)],
      }
  }
}

/** Whatever encloses it is taken off first, and each form is tried by itself. */
function* formsOf(text: string): Iterable<readonly [SecretCause, string, string | Buffer]> {
  const trimmed = text.trim()
  if (trimmed !== text)
    yield ['secret_white_space', 'begins or ends with white space, such as the line end of a file.', trimmed]
  const dense = text.replaceAll(/\s+/g, '')
  if (dense !== trimmed) yield ['secret_white_space', 'has white space in it.', dense]
  yield ['secret_white_space', 'has lost a line end that belongs to it.', Buffer.from(`${text}\n`)]
  const [, , unquoted] = /^(["'`])([^]*)\1$/.exec(trimmed) ?? []
  if (unquoted !== undefined)
    yield ['secret_quotes', 'has quotes around it that do not belong to it.', unquoted]
  for (const quote of ['"', "'"])
    yield ['secret_quotes', 'has lost quotes that the sender signs with.', Buffer.from(quote + text + quote)]
  const [, value] = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=(.+)$/s.exec(trimmed) ?? []
  if (value !== undefined)
    yield ['secret_assignment', 'has the name of its variable before it, as in NAME=value.', value]

  const bare = trimmed.replace(/^whsec_/, '')
  if (bare !== trimmed) {
    yield ['secret_prefix', "begins with 'whsec_', which the sender does not sign with.", bare]
    yield ['secret_prefix', "begins with 'whsec_', which the sender does not sign with.", Buffer.from(bare)]
    yield [
      'secret_encoding',
      "is decoded behind 'whsec_', and the sender signs with its text as it is, 'whsec_' included.",
      Buffer.from(trimmed),
    ]
  } else {
    yield [
      'secret_prefix',
      "lacks 'whsec_' at its beginning, which the sender signs with.",
      `whsec_${trimmed}`,
    ]
    yield [
      'secret_prefix',
      "lacks 'whsec_' at its beginning, which the sender signs with.",
      Buffer.from(`whsec_${trimmed}`),
    ]
    yield [
      'secret_encoding',
      'is decoded, and the sender signs with its text as it is.',
      Buffer.from(trimmed),
    ]
  }
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare))
    yield [
      'secret_encoding',
      'is base64, and the sender signs with the bytes that it stands for.',
      Buffer.from(bare, 'base64'),
    ]
  if (/^(?:[0-9a-f]{2})+$/i.test(bare)) {
    yield [
      'secret_encoding',
      'is hexadecimal, and the sender signs with the bytes that it stands for.',
      Buffer.from(bare, 'hex'),
    ]
    yield [
      'secret_encoding',
      'is hexadecimal in the other case than the text that the sender signs with.',
      Buffer.from(bare.toLowerCase()),
    ]
    yield [
      'secret_encoding',
      'is hexadecimal in the other case than the text that the sender signs with.',
      Buffer.from(bare.toUpperCase()),
    ]
  }
  yield [
    'secret_encoding',
    'is text, and the sender signs with the base64 of it.',
    Buffer.from(Buffer.from(bare).toString('base64')),
  ]
  yield [
    'secret_encoding',
    'is text, and the sender signs with the hexadecimal of it.',
    Buffer.from(Buffer.from(bare).toString('hex')),
  ]
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) {
    const twice = Buffer.from(bare, 'base64').toString('latin1')
    if (/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(twice))
      yield ['secret_encoding', 'is base64 of base64, and was decoded once.', Buffer.from(twice, 'base64')]
  }
  if (/%[0-9A-Fa-f]{2}/.test(trimmed)) {
    const decoded = percentDecoded(trimmed)
    if (decoded !== undefined)
      yield ['secret_encoding', 'has percent escapes that do not belong to it.', decoded]
  }
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function partsOf(text: string): readonly string[] {
  const parts = text.split(/[,;]/, 17).map((part) => part.trim())
  return parts.length > 1 ? parts.filter((part) => part !== '').slice(0, 16) : []
}

function replaced(secret: SigningSecret, form: string | Buffer): SigningSecret {
  return isDated(secret) ? { ...secret, secret: form } : form
}
