import type { CapturedRequest } from '../captured-request.js'
import { trimmed } from '../header-value.js'
import { CaptureError } from './capture-error.js'
import { headersOfList } from './header-list.js'
import { shellWords } from './shell-words.js'

const longNames: Readonly<Record<string, string>> = {
  '-X': '--request',
  '-H': '--header',
  '-d': '--data',
  '-A': '--user-agent',
  '-e': '--referer',
  '-b': '--cookie',
  '-F': '--form',
  '-G': '--get',
  '-I': '--head',
  '-T': '--upload-file',
}

/** Options that take a value, and say nothing of the request. */
const skipped = new Set(
  '-o --output -u --user -m --max-time --connect-timeout --retry --resolve --cacert --cert --key -E -x --proxy -w --write-out -c --cookie-jar -D --dump-header -K --config --interface --limit-rate --max-redirs --retry-delay'.split(
    ' ',
  ),
)

interface Draft {
  method: string | undefined
  url: string | undefined
  headers: [string, string][]
  data: string[]
  isJson: boolean
  isQuery: boolean
}

/** Reads a `curl` command, such as browsers and request inspectors copy. */
export function parseCurl(command: string): CapturedRequest {
  const words = shellWords(command.replace(/^\$ +/, '')).slice(1)
  const draft: Draft = {
    method: undefined,
    url: undefined,
    headers: [],
    data: [],
    isJson: false,
    isQuery: false,
  }
  for (let index = 0; index < words.length; index += 1) {
    const { name, value } = splitOption(words[index] ?? '')
    if (!name.startsWith('-') || name === '-') {
      draft.url ??= name
      continue
    }
    if (skipped.has(name)) {
      if (value === undefined) index += 1
      continue
    }
    const taken = apply(draft, name, value ?? words[index + 1])
    if (taken && value === undefined) index += 1
  }
  return finished(draft)
}

/** `-XPOST` and `--request=POST` are spellings of `--request POST`. */
function splitOption(word: string): { readonly name: string; readonly value: string | undefined } {
  const short = /^(-[XHdAebFTomuwcDKxE])(.+)$/s.exec(word)
  if (short !== null && !word.startsWith('--'))
    return { name: longNames[short[1] ?? ''] ?? short[1] ?? '', value: short[2] }
  const [, name, value] = /^(--[a-z0-9-]+)=(.*)$/s.exec(word) ?? []
  if (name !== undefined) return { name, value }
  return { name: longNames[word] ?? word, value: undefined }
}

/** Applies one option. @returns whether it takes a value */
function apply(draft: Draft, name: string, value: string | undefined): boolean {
  const given = () => {
    if (value === undefined) throw new CaptureError(`The curl command ends behind ${name}: is it cut short?`)
    return value
  }
  switch (name) {
    case '--request':
      draft.method = given()
      return true
    case '--url':
      draft.url = given()
      return true
    case '--header': {
      const [, header, text] = /^([^:;]+)[:;](.*)$/s.exec(given()) ?? []
      if (header === undefined) throw new CaptureError('A header of the curl command has no colon.')
      draft.headers.push([header, trimmed(text ?? '')])
      return true
    }
    case '--user-agent':
    case '--referer':
    case '--cookie':
      draft.headers.push([name.slice(2), given()])
      return true
    case '--json':
      draft.isJson = true
      draft.data.push(withoutFile(given()))
      return true
    case '--data':
    case '--data-ascii':
    case '--data-binary':
      draft.data.push(withoutFile(given()))
      return true
    case '--data-raw':
      draft.data.push(given())
      return true
    case '--data-urlencode':
      draft.data.push(encodedField(given()))
      return true
    case '--get':
      draft.isQuery = true
      return false
    case '--head':
      draft.method ??= 'HEAD'
      return false
    case '--form':
    case '--upload-file':
      throw new CaptureError(
        `The curl command has ${name}, whose body is not in the capture. Give it as raw HTTP or JSON.`,
      )
    default:
      return false
  }
}

function withoutFile(data: string): string {
  if (!data.startsWith('@')) return data
  throw new CaptureError(
    'The curl command takes its body from a file (@...), which is not in the capture. Put the text there with --data-raw, or give JSON with bodyBase64.',
  )
}

function encodedField(data: string): string {
  const [, name = '', content = ''] = /^([^=]*=)?(.*)$/s.exec(data) ?? []
  return (name === '=' ? '' : name) + encodeURIComponent(content)
}

function finished({ method, url, headers, data, isJson, isQuery }: Draft): CapturedRequest {
  if (url === undefined) throw new CaptureError('The curl command has no URL.')
  const absolute = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`
  const body = data.join(isJson ? '' : '&')
  const hasBody = data.length > 0 && !isQuery
  const list: [string, string][] = [...headers]
  const has = (name: string) => headers.some(([header]) => header.toLowerCase() === name)
  if (hasBody && !has('content-type'))
    list.push(['content-type', isJson ? 'application/json' : 'application/x-www-form-urlencoded'])
  return {
    method: (method ?? (hasBody ? 'POST' : 'GET')).toUpperCase(),
    url: isQuery && body !== '' ? `${absolute}${absolute.includes('?') ? '&' : '?'}${body}` : absolute,
    headers: headersOfList(list),
    rawBody: Buffer.from(hasBody ? body : '', 'utf8'),
  }
}
