/** The hash functions of schemes. MD5 and SHA-1 serve providers that have nothing else. */
export type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'
