/** Reads a value out of a payload; `undefined` where the path leads nowhere. */
export type PathReader = (payload: unknown) => unknown

const readers = new Map<string, PathReader>()

/**
 * Compiles a path such as `$.data.object.id`: names of own properties, and numbers for elements of arrays. Compiled paths are
 * kept, as they come from configuration.
 * @throws TypeError for any other form of path
 */
export function compilePath(path: string): PathReader {
  const known = readers.get(path)
  if (known !== undefined) return known
  if (!/^\$(\.[^.[\]*]+)+$/.test(path)) {
    throw new TypeError(`'${path}' is not a path such as $.id or $.data.id.`)
  }
  const names = path.slice(2).split('.')
  const reader: PathReader = function readPath(payload) {
    let value = payload
    for (const name of names) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
      value = (value as Record<string, unknown>)[name]
    }
    return value
  }
  readers.set(path, reader)
  return reader
}
