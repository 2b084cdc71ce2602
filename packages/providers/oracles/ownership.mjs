// Packages that verify for many: each is its provider's own for one preset alone.
const shared = { svix: 'svix', standardwebhooks: 'standardWebhooks', '@hookflo/tern': undefined }

// Nobody of these publishes a package that verifies, and another's reads the same layout.
const borrowed = ['calendly', 'gitea', 'paddleClassic', 'coinbaseCdp']

/** Tells whether the package is the provider's own. */
export function isOwn(name, { oracle }) {
  if (borrowed.includes(name)) return false
  return oracle.package in shared ? shared[oracle.package] === name : true
}
