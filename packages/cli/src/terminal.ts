import type { Readable } from 'node:stream'

/** What a command has of the outside. */
export interface Terminal {
  readonly stdin: Readable
  readonly stdinIsTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hasColors: boolean
  /** Resolves when the program is told to end, by Ctrl-C or SIGTERM. */
  untilStopped(): Promise<void>
  write(text: string): void
  writeError(text: string): void
}

/** Whether colours are wanted: at a terminal, unless `NO_COLOR` is set to anything (no-color.org) or it is a dumb one. */
export function wantsColors(isTerminal: boolean, env: Terminal['env']): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}

type Color = 'green' | 'red' | 'yellow' | 'bold' | 'dim'

const codes: Readonly<Record<Color, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 }

/** Colours a text, where colours are wanted. */
export function painted({ hasColors }: Pick<Terminal, 'hasColors'>, color: Color, text: string): string {
  return hasColors ? `\u001b[${String(codes[color])}m${text}\u001b[0m` : text
}

/** What came from outside, so that it cannot steer a terminal or forge a line. */
export function printable(text: string, longest = 200): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  return clean.length > longest ? `${clean.slice(0, longest)}...` : clean
}
