import { constants } from 'node:crypto'
import { checkServerIdentity, type ConnectionOptions } from 'node:tls'

/** Suites with ephemeral keys and authenticated encryption alone. */
const ciphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  // 112 bits: of RSA, certificates have 2048 bits at least. With Node 20 the default is less.
  '@SECLEVEL=2',
]

/**
 * What TLS deliveries are sent by, whatever the defaults of the process are.
 * @see RFC 9325, 3.1.1 (versions), 3.5 (renegotiation), 4.2 (suites), 4.5 (lengths of keys); RFC 9525, 2 (a
 * common name is no name of a host)
 */
export const tlsSettings = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: ciphers.join(':'),
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
  checkServerIdentity(host, certificate) {
    // Where no alternative name is one of DNS, Node would go by the common name.
    return checkServerIdentity(host, { ...certificate, subject: {} })
  },
} as const satisfies ConnectionOptions
