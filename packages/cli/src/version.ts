/** Of this package. Written by tools/embed-version.mjs. */
export const version = '0.1.0'
