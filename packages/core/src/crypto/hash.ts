/** The hash functions that an HMAC is made with. SHA-1 serves providers that have nothing else. */
export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512'
