import { CaptureError } from './capture-error.js'

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  e: '\u001b',
  '0': '\0',
}

/**
 * Splits one command as a POSIX shell does, with bash's `$'...'`. Nothing is expanded: a variable is an error, as its
 * value is not in the capture.
 */
export function shellWords(command: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < command.length) {
    const rest = command.slice(at, at + 2)
    const character = command[at] ?? ''
    if (/^\\\r?\n?/.test(rest) && /^\\(?:\r\n|\n)/.test(command.slice(at, at + 3))) {
      at += command[at + 1] === '\r' ? 3 : 2
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
      // The next line is another command.
      if (character === '\n' && words.length > 0) break
    } else {
      const piece = readPiece(command, at)
      word = (word ?? '') + piece.text
      at = piece.end
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

function readPiece(command: string, at: number): { readonly text: string; readonly end: number } {
  if (command.startsWith("$'", at)) return readAnsi(command, at + 2)
  const character = command[at] ?? ''
  if (character === "'") {
    const end = command.indexOf("'", at + 1)
    if (end === -1) throw unclosed()
    return { text: command.slice(at + 1, end), end: end + 1 }
  }
  if (character === '"') return readDouble(command, at + 1)
  if (character === '\\') return { text: command[at + 1] ?? '', end: at + 2 }
  if (character === '$' || character === '`') throw expanded()
  return { text: character, end: at + 1 }
}

function readDouble(command: string, start: number) {
  let text = ''
  for (let at = start; at < command.length; at += 1) {
    const character = command[at] ?? ''
    if (character === '"') return { text, end: at + 1 }
    if (character === '`' || (character === '$' && /[A-Za-z_{(]/.test(command[at + 1] ?? '')))
      throw expanded()
    if (character === '\\' && /["\\$`\n]/.test(command[at + 1] ?? '')) {
      at += 1
      if (command[at] !== '\n') text += command[at] ?? ''
    } else text += character
  }
  throw unclosed()
}

function readAnsi(command: string, start: number) {
  let text = ''
  for (let at = start; at < command.length; at += 1) {
    const character = command[at] ?? ''
    if (character === "'") return { text, end: at + 1 }
    if (character !== '\\') {
      text += character
      continue
    }
    const [numeric, four, eight, two] =
      /^\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2}))/.exec(command.slice(at, at + 10)) ??
      []
    if (numeric === undefined) {
      at += 1
      text += escapes[command[at] ?? ''] ?? command[at] ?? ''
    } else {
      const code = Number.parseInt(four ?? eight ?? two ?? '', 16)
      if (code > 0x10ffff || (two !== undefined && code > 0x7f))
        throw new CaptureError(
          'The command has a byte escape (\\x..) that is not ASCII: give the capture as raw HTTP or JSON.',
        )
      // A browser writes what is beyond 0xFFFF as two of these, which JavaScript joins.
      text += code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)
      at += numeric.length - 1
    }
  }
  throw unclosed()
}

function unclosed(): CaptureError {
  return new CaptureError('A quote in the curl command is not closed: is it cut short?')
}

function expanded(): CaptureError {
  return new CaptureError(
    'The curl command has a variable or another command in it, whose value the capture does not have. Put the value there, in single quotes.',
  )
}
