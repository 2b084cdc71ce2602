/** @throws TypeError for what is no absolute http or https URL */
export function messageUrl(given: string | URL, option: string): URL {
  const text = String(given)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new TypeError(
      `httpMessageSignatures: ${option} must be an absolute http or https URL without a user.`,
    )
  return url
}
