import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { AttemptError } from './attempt-error.js'
import type { DestinationGuard } from './destination-guard.js'
import { pinOf } from './pins.js'
import { tlsSettings } from './tls-settings.js'

/** What connections are made by. */
export interface ConnectorSettings {
  readonly guard: DestinationGuard
  readonly connectMs: number
  /** Certificates in PEM; Node's where it is `undefined`. */
  readonly authorities: readonly string[] | undefined
  /** Of the leaf's key; any where it is `undefined`. */
  readonly pins: readonly string[] | undefined
}

/**
 * Makes the function that undici opens connections with. No session is ever offered again: a resumed one would come
 * without a certificate to check.
 */
export function guardedConnector(settings: ConnectorSettings): buildConnector.connector {
  const { guard, connectMs } = settings
  return function connectGuarded(options, callback) {
    const socket = openSocket(options, settings)
    const isTls = socket instanceof TLSSocket
    const timer = setTimeout(() => {
      socket.destroy(new AttemptError('connect-timeout'))
    }, connectMs)
    let report: typeof callback | undefined = callback
    const end = (...result: Parameters<typeof callback>) => {
      clearTimeout(timer)
      report?.(...result)
      report = undefined
    }
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      try {
        guard.checkAddress(options.hostname, socket.remoteAddress ?? '')
        if (settings.pins !== undefined) checkPin(socket, settings.pins)
      } catch (error) {
        socket.destroy()
        end(error as Error, null)
        return
      }
      end(null, socket)
    })
    // It stays for what comes later, which undici hears too.
    socket.on('error', (error) => {
      // Set, to a code, when the chain or the name did not verify.
      const isCertificate = isTls && Boolean(socket.authorizationError)
      end(isCertificate ? new AttemptError('certificate', { cause: error }) : error, null)
    })
    socket.once('close', () => {
      end(new AttemptError('connection'), null)
    })
  }
}

function openSocket(
  { protocol, hostname, port }: buildConnector.Options,
  { guard, authorities }: ConnectorSettings,
): Socket {
  const isTls = protocol === 'https:'
  const target = {
    host: hostname,
    port: Number(port || (isTls ? 443 : 80)),
    lookup: guard.lookup,
    autoSelectFamily: true,
    noDelay: true,
    keepAlive: true,
  }
  if (!isTls) return connectTcp(target)
  return connectTls({
    ...target,
    ...tlsSettings,
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    // NODE_TLS_REJECT_UNAUTHORIZED does not count here.
    rejectUnauthorized: true,
    // No address, and no dot at the end (RFC 6066, 3).
    servername: isIP(hostname) === 0 ? hostname.replace(/\.$/, '') : '',
    ALPNProtocols: ['http/1.1'],
  })
}

/** Comes after the chain and the name have verified, as Node ends the connection where they do not. */
function checkPin(socket: Socket, pins: readonly string[]): void {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (certificate === undefined || !pins.includes(pinOf(certificate))) throw new AttemptError('pin')
}
