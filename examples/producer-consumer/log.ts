import { createHash } from 'node:crypto'

/** Writes a plain line, beginning with the program's name. */
export function log(program: string, text: string): void {
  console.log(`${program.toUpperCase()}: ${text}`)
}

/** Names a destination: the rest of a URL may be a secret. */
export function hostOf(url: string): string {
  return new URL(url).host
}

/** Names a key without showing any of it: both programs give one key the same name. */
export function maskKey(key: string): string {
  return `sha256:${createHash('sha256').update(key).digest('hex').slice(0, 8)}...`
}
