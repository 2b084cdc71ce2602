/** Where a value of a delivery stands: a header, or a path into the payload such as `$.data.id`. */
export type ValueSource = { readonly header: string } | { readonly json: string } | `$.${string}`

/** Gives a list of sources for one, several or none. */
export function listSources(
  sources: ValueSource | readonly ValueSource[] | undefined,
): readonly ValueSource[] {
  if (sources === undefined) return []
  return Array.isArray(sources) ? (sources as readonly ValueSource[]) : [sources as ValueSource]
}

/** The name of the header that a source names, if it names one. */
export function headerOf(source: ValueSource): string | undefined {
  return typeof source === 'object' && 'header' in source ? source.header.toLowerCase() : undefined
}

/** The path that a source names, if it names one. */
export function pathOf(source: ValueSource): string | undefined {
  if (typeof source === 'string') return source
  return 'json' in source ? source.json : undefined
}
