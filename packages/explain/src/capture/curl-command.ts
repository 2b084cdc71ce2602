import type { CapturedRequest } from '../captured-request.js'
import { trimmed } from '../header-value.js'
import { CaptureError } from './capture-error.js'
import { cmdWords, isForCmd } from './cmd-words.js'
import { isSkipped, optionsOf } from './curl-options.js'
import { headersOfList } from './header-list.js'
import { shellWords } from './shell-words.js'

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
  const bare = command.replace(/^\$ +/, '')
  const words = (isForCmd(bare) ? cmdWords(bare) : shellWords(bare)).slice(1)
  const draft: Draft = {
    method: undefined,
    url: undefined,
    headers: [],
    data: [],
    isJson: false,
    isQuery: false,
  }
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    // Behind it stands another request.
    if (word === '--next' || word === '-:') break
    if (!word.startsWith('-') || word === '-') {
      draft.url ??= word
      continue
    }
    for (const { name, value } of optionsOf(word)) {
      const takesNext = isSkipped(name) || apply(draft, name, value ?? words[index + 1])
      if (takesNext && value === undefined) index += 1
    }
  }
  return finished(draft)
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
    case '--user':
      draft.headers.push(['authorization', `Basic ${Buffer.from(given()).toString('base64')}`])
      return true
    case '--oauth2-bearer':
      draft.headers.push(['authorization', `Bearer ${given()}`])
      return true
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
