import { CaptureError } from './capture-error.js'

/** Tells a command for cmd.exe, as browsers copy it on Windows, from one for a POSIX shell. */
export function isForCmd(command: string): boolean {
  return /^[^'"]*\^"/.test(command) || /^[^'\r\n]* \^\r?\n/.test(command)
}

/** Splits one command as cmd.exe and then the program do. A variable stays as it is written. */
export function cmdWords(command: string): readonly string[] {
  return programWords(withoutCarets(command))
}

/** `^` takes its meaning from the next character, but not in quotes; behind a line end, from the one after that. */
function withoutCarets(command: string): string {
  let text = ''
  let isQuoted = false
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at] ?? ''
    if (character === '^' && !isQuoted) {
      const [lineEnd = ''] = /^\r?\n/.exec(command.slice(at + 1, at + 3)) ?? []
      at += 1 + lineEnd.length
      text += command[at] ?? ''
    } else {
      if (character === '"') isQuoted = !isQuoted
      // The next line is another command.
      if (character === '\n' && !isQuoted) return text
      text += character
    }
  }
  return text
}

const slashesAndQuote = /(\\*)("?)/y

/** By the rules of Microsoft's C runtime: `\"` is a quote, and so is `""` in quotes. */
function programWords(text: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    slashesAndQuote.lastIndex = at
    const [, slashes = '', quote = ''] = slashesAndQuote.exec(text) ?? []
    const character = text[at] ?? ''
    if (quote !== '') {
      word = (word ?? '') + slashes.slice(0, Math.floor(slashes.length / 2))
      at += slashes.length
      const isDoubled = isQuoted && text[at + 1] === '"'
      if (slashes.length % 2 === 1) word += '"'
      else if (isDoubled) {
        word += '"'
        at += 1
      } else isQuoted = !isQuoted
    } else if (slashes !== '') {
      word = (word ?? '') + slashes
      at += slashes.length - 1
    } else if (!isQuoted && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  if (isQuoted) throw new CaptureError('A quote in the curl command is not closed: is it cut short?')
  return word === undefined ? words : [...words, word]
}
