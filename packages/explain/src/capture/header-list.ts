/** Headers in the order in which they came, as an object with names in lower case. */
export function headersOfList(
  list: readonly (readonly [name: string, value: string])[],
): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = Object.create(null) as typeof headers
  for (const [name, value] of list) {
    const key = name.toLowerCase()
    // HTTP/2's own fields, such as :path, which are no headers.
    if (key.startsWith(':')) continue
    const before = headers[key]
    headers[key] = before === undefined ? value : [before, value].flat()
  }
  return headers
}
