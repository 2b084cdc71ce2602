import { readFileSync } from 'node:fs'
import { isLoopback } from './loopback.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** A certificate and its private key, in PEM. */
export interface TlsFiles {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Where a program listens, and where it keeps what it knows. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly tls: TlsFiles | undefined
}

const ports = { producer: '3000', consumer: '3002' }

/** Whether to be byte for byte as the original, with its weaknesses: only when asked for. */
export function isCompatible(environment: Environment, parameters: readonly string[]): boolean {
  return parameters.includes('--compatible') || environment['COMPATIBLE'] === '1'
}

/**
 * Reads `PRODUCER_HOST`, `PRODUCER_PORT`, `PRODUCER_DATABASE`, `PRODUCER_TLS_CERT` and `PRODUCER_TLS_KEY` (files), or
 * those of the consumer.
 * @throws Error for a host that others can reach, without TLS
 */
export function readSettings(program: 'producer' | 'consumer', environment: Environment): Settings {
  const prefix = program.toUpperCase()
  const read = (name: string) => {
    const value = environment[`${prefix}_${name}`]
    return value === '' ? undefined : value
  }
  const host = read('HOST') ?? '127.0.0.1'
  const port = read('PORT') ?? ports[program]
  const [cert, key] = [read('TLS_CERT'), read('TLS_KEY')]
  if (!/^\d{1,5}$/.test(port)) throw new Error(`${prefix}_PORT must be a number, and is ${port}.`)
  if ((cert === undefined) !== (key === undefined))
    throw new Error(`${prefix}_TLS_CERT and ${prefix}_TLS_KEY belong together: set both, or neither.`)
  if (!isLoopback(host) && cert === undefined)
    throw new Error(
      `${prefix}_HOST is ${host}, which others can reach: set ${prefix}_TLS_CERT and ${prefix}_TLS_KEY to PEM files, or listen on 127.0.0.1 behind a proxy that has TLS.`,
    )
  return {
    host,
    port: Number(port),
    database: read('DATABASE') ?? `producer-consumer/${program}.db`,
    tls:
      cert === undefined || key === undefined
        ? undefined
        : { cert: readFileSync(cert), key: readFileSync(key) },
  }
}

/**
 * Refuses an environment in which anyone on the way could take the place of a destination, and be given its key.
 * @throws Error
 */
export function refuseUnverifiedTls(environment: Environment): void {
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    throw new Error(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so that keys and tokens go to whoever is on the way: unset it. NODE_EXTRA_CA_CERTS names an authority of your own.',
    )
}

/**
 * Reads the root secret that stored keys are encrypted under.
 * @param name - of the variable: base64 of 32 bytes
 */
export function readStorageSecret(name: string, environment: Environment): Buffer {
  const text = environment[name] ?? ''
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 32 && bytes.toString('base64') === text) return bytes
  throw new Error(
    `${name} must be 32 random bytes in base64, and ${text === '' ? 'is not set' : 'is something else'}. Make one: openssl rand -base64 32`,
  )
}

/** Reads the token that whoever manages registrations shows. */
export function readToken(environment: Environment): string {
  const token = environment['PRODUCER_TOKEN'] ?? ''
  if (/^[\x21-\x7e]{24,}$/.test(token)) return token
  throw new Error(
    'PRODUCER_TOKEN must be 24 characters or more without white space. Make one: openssl rand -hex 32',
  )
}
