import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * Names the keys of one store: `postern:{source}:id` for a delivery, `postern:{source}quota:key` for a quota. What
 * is in braces decides the slot of a cluster, so that all keys of a source, or of a shard of it, are together.
 */
export class Keys {
  // Mostly the only one, and asked for with every claim and settlement.
  #lastSource = ''
  #lastTag = plainName('')

  constructor(
    private readonly prefix: string,
    private readonly shards: number,
  ) {}

  /** The part in braces, for a delivery. */
  tag({ source, id }: { readonly source: string; readonly id: string }): string {
    if (source !== this.#lastSource) {
      this.#lastSource = source
      this.#lastTag = plainName(source)
    }
    return this.shards === 1 ? this.#lastTag : `${this.#lastTag}#${String(crc32(id) % this.shards)}`
  }

  delivery(tag: string, id: string): string {
    return `${this.prefix}{${tag}}:${plainName(id)}`
  }

  quota(tag: string, key: string): string {
    return `${this.prefix}{${tag}}quota:${plainName(key)}`
  }
}

const longest = 255
const plain = /^[\w.:@/+=~-]+$/

/**
 * Writes a name so that no other name is written so, and no brace or separator in it means anything. Each other
 * UTF-16 unit becomes `%` and four hex digits, also a lone surrogate, which UTF-8 could not tell from another.
 */
export function plainName(name: string): string {
  // The length apart: counting within a pattern takes twice as long.
  if (name.length <= longest && plain.test(name)) return name
  const escaped = name.replace(
    /[^\w.:@/+=~-]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  if (escaped === '') return '%empty'
  if (escaped.length <= longest) return escaped
  return `%sha256:${hash('sha256', escaped, 'base64url')}`
}
