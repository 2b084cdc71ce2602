import { execFileSync } from 'node:child_process'
import { CaptureError, parseCapture } from '@postern/explain'

test('reads raw HTTP byte for byte, with CRLF', () => {
  const body = Buffer.from([0x7b, 0xff, 0x0d, 0x0a, 0x7d])
  const head = Buffer.from('post /hooks?a=1 HTTP/1.1\r\nHost: example.com\r\nX-Two: a\r\nx-two:  b \r\n\r\n')
  const captured = parseCapture(Buffer.concat([head, body]))
  expect(captured).toMatchObject({ method: 'POST', url: '/hooks?a=1' })
  expect({ ...captured.headers }).toEqual({ host: 'example.com', 'x-two': ['a', 'b'] })
  expect(Buffer.from(captured.rawBody)).toEqual(body)
})

test('reads raw HTTP with LF, and takes off the line end that an editor put behind the announced length', () => {
  const captured = parseCapture('POST / HTTP/2\nContent-Length: 2\n\n{}\n')
  expect(Buffer.from(captured.rawBody).toString()).toBe('{}')
})

test('keeps a surplus that no editor put there', () => {
  const captured = parseCapture('POST / HTTP/1.1\nContent-Length: 2\n\n{}\n\n')
  expect(Buffer.from(captured.rawBody).toString()).toBe('{}\n\n')
})

test.each([
  ['chunks', '4\r\n{"a"\r\n3;x=y\r\n:1}\r\n0\r\n\r\n', '{"a":1}'],
  ['a body that was joined already', '{"a":1}', '{"a":1}'],
  ['chunks that break off', '40\r\n{"a"', '40\r\n{"a"'],
])('reads a chunked message: %s', (_, rest, body) => {
  const captured = parseCapture(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${rest}`)
  expect(Buffer.from(captured.rawBody).toString()).toBe(body)
})

test.each([
  [
    "curl 'https://example.com/hooks?a=1' -X POST -H 'Stripe-Signature: t=1,v1=ab' --data-raw '{\"a\":\"it'\\''s\"}'",
    { method: 'POST', url: 'https://example.com/hooks?a=1', body: '{"a":"it\'s"}' },
  ],
  [
    'curl --location \\\n  --request PUT http://localhost:3000/ \\\n  --header "X-A: \\"b\\"" \\\n  -d a=1 -d b=2\necho done',
    { method: 'PUT', url: 'http://localhost:3000/', body: 'a=1&b=2' },
  ],
  [
    "$ curl -XPOST -sS -o /dev/null example.com --json '{}'",
    { method: 'POST', url: 'http://example.com', body: '{}' },
  ],
  [
    "curl 'https://example.com/' --compressed --data-raw $'{\"a\":\"\\u00e9\\n\\'\"}'",
    { method: 'POST', url: 'https://example.com/', body: '{"a":"é\n\'"}' },
  ],
  [
    "curl https://example.com/ --data-urlencode 'a=b c' --data-urlencode '=x&y'",
    { method: 'POST', url: 'https://example.com/', body: 'a=b%20c&x%26y' },
  ],
  ["curl -G https://example.com/ -d 'a=1'", { method: 'GET', url: 'https://example.com/?a=1', body: '' }],
  [
    "curl -sSLX POST localhost:3000/x -d '{}'",
    { method: 'POST', url: 'http://localhost:3000/x', body: '{}' },
  ],
  ["curl -vd '{}' localhost:3000/x", { method: 'POST', url: 'http://localhost:3000/x', body: '{}' }],
  ['curl http://a/ -d b\ncurl http://c/ -d d', { method: 'POST', url: 'http://a/', body: 'b' }],
  ['curl -sG localhost -d a=1', { method: 'GET', url: 'http://localhost?a=1', body: '' }],
  [
    'curl -k --ciphers X --unix-socket /tmp/s http://a/ -d b',
    { method: 'POST', url: 'http://a/', body: 'b' },
  ],
  ['curl http://a/ -d b --next http://c/ -d d', { method: 'POST', url: 'http://a/', body: 'b' }],
  [
    'curl ^"https://a/?b=1^&c=2^" ^\r\n  -H ^"X-A: 100^%^^^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":^\\^"\\\\n ^\\^\\^\\^"^^ é^\n\nb^\\^"^}^"\r\ncurl b',
    { method: 'POST', url: 'https://a/?b=1&c=2', body: '{"a":"\\\\n \\"^ é\nb"}' },
  ],
  [
    'curl "https://a/" ^\n  -H "X-A: 1" ^\n  --data-raw "{""a^"":\\"b\\"}" ^\n  --compressed\ncurl b',
    { method: 'POST', url: 'https://a/', body: '{"a^":"b"}' },
  ],
  [
    'curl https://a/ -H \'X-A: 1\' --data-raw \'{"a":"b^"}\'',
    { method: 'POST', url: 'https://a/', body: '{"a":"b^"}' },
  ],
])('reads %s', (command, { body, ...expected }) => {
  const captured = parseCapture(command)
  expect(captured).toMatchObject(expected)
  expect(Buffer.from(captured.rawBody).toString()).toBe(body)
})

test.each(["a 'b c' d", 'a "b\\"c" \'d\'e"f"', "$'x\\ty' \\$z", 'a\\\nb "c\\\nd"', '\'\' "" x'])(
  'splits words as bash does: %s',
  (words) => {
    const command = `curl -X POST http://localhost/ ${words.split(' ').length > 0 ? `-H x:1 --data-raw ${words}` : ''}`
    const script = 'for word; do printf "%s\\0" "$word"; done'
    const said = execFileSync('bash', ['-c', `set -- ${command}\n${script}`], { encoding: 'utf8' }).split(
      '\0',
    )
    const data = said[said.indexOf('--data-raw') + 1]
    expect(Buffer.from(parseCapture(command).rawBody).toString()).toBe(data)
  },
)

test('reads the only POST of a HAR file, and when it was sent', () => {
  const request = {
    method: 'POST',
    url: 'https://example.com/hooks',
    headers: [
      { name: ':path', value: '/hooks' },
      { name: 'X-Signature', value: 'ab' },
    ],
    postData: { mimeType: 'application/json', text: 'e30K', encoding: 'base64' },
  }
  const entries = [
    { request: { method: 'GET', url: 'https://example.com/' } },
    { startedDateTime: '2026-01-02T03:04:05Z', request },
  ]
  const captured = parseCapture(JSON.stringify({ log: { version: '1.2', entries } }))
  expect(captured).toMatchObject({
    method: 'POST',
    url: request.url,
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  })
  expect({ ...captured.headers }).toEqual({ 'x-signature': 'ab' })
  expect(Buffer.from(captured.rawBody).toString()).toBe('{}\n')
  expect(parseCapture(JSON.stringify({ log: { entries } }), { entry: 0 }).method).toBe('GET')
  expect(() => parseCapture(JSON.stringify({ log: { entries: [...entries, ...entries] } }))).toThrow(
    'say which entry',
  )
})

test.each([
  [{ mimeType: 'application/json' }, ''],
  [
    { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'a', value: 'b c' }, { name: 'd' }] },
    'a=b+c&d=',
  ],
  [undefined, ''],
])('reads the body of a HAR entry: %j', (postData, body) => {
  const request = { method: 'POST', url: 'https://example.com/', headers: [], postData }
  const captured = parseCapture(JSON.stringify({ log: { entries: [{ request }] } }))
  expect(Buffer.from(captured.rawBody).toString()).toBe(body)
})

test('reads JSON with text, base64 or a list of headers', () => {
  const captured = parseCapture(
    JSON.stringify({ method: 'post', url: '/a', headers: { 'X-A': ['1', '2'] }, body: 'é', receivedAt: 5 }),
  )
  expect(captured).toMatchObject({ method: 'POST', url: '/a', receivedAt: 5 })
  expect({ ...captured.headers }).toEqual({ 'x-a': ['1', '2'] })
  expect(Buffer.from(captured.rawBody).toString()).toBe('é')
  const other = parseCapture(JSON.stringify({ headers: [['X-A', '1']], bodyBase64: '/w==' }))
  expect(Buffer.from(other.rawBody)).toEqual(Buffer.from([0xff]))
  expect({ ...other.headers }).toEqual({ 'x-a': '1' })
})

test('reads the credentials of a curl command', () => {
  const [basic, bearer] = ['-u a:b', '--oauth2-bearer c'].map((option) =>
    parseCapture(`curl ${option} http://a/`),
  )
  expect(basic?.headers['authorization']).toBe('Basic YTpi')
  expect(bearer?.headers['authorization']).toBe('Bearer c')
})

test.each([
  [
    'API Gateway, REST',
    {
      path: '/in',
      httpMethod: 'POST',
      headers: { 'X-A': '2' },
      multiValueHeaders: { 'X-A': ['1', '2'] },
      queryStringParameters: { b: 'x y' },
      multiValueQueryStringParameters: { b: ['x y', 'z'] },
      requestContext: { requestTimeEpoch: 5 },
      body: 'é',
      isBase64Encoded: false,
    },
    { method: 'POST', url: '/in?b=x%20y&b=z', receivedAt: 5, body: 'é', header: ['1', '2'] },
  ],
  [
    'API Gateway, HTTP, and function URLs',
    {
      version: '2.0',
      rawPath: '/in',
      rawQueryString: 'b=x+y',
      headers: { 'x-a': '1' },
      requestContext: { http: { method: 'put' }, timeEpoch: 6 },
      body: '/w==',
      isBase64Encoded: true,
    },
    { method: 'PUT', url: '/in?b=x+y', receivedAt: 6, body: Buffer.from([0xff]), header: '1' },
  ],
  [
    'a load balancer',
    {
      path: '/in',
      httpMethod: 'POST',
      multiValueHeaders: { 'X-A': ['1'] },
      queryStringParameters: { b: 'x%20y' },
      requestContext: { elb: {} },
      body: null,
      isBase64Encoded: false,
    },
    { method: 'POST', url: '/in?b=x%20y', body: '', header: ['1'] },
  ],
])('reads an event of AWS Lambda: %s', (_, event, { body, header, ...expected }) => {
  const captured = parseCapture(JSON.stringify(event))
  expect(captured).toMatchObject(expected)
  expect(captured.headers['x-a']).toEqual(header)
  expect(Buffer.from(captured.rawBody)).toEqual(Buffer.from(body))
})

test('reads a header named __proto__ as any other', () => {
  const captured = parseCapture('POST / HTTP/1.1\n__proto__: x\nConstructor: y\n\n')
  expect(Object.keys(captured.headers)).toEqual(['__proto__', 'constructor'])
})

test.each([
  ['', 'empty'],
  ['hello', 'neither raw HTTP'],
  ['{"method":', 'cut short'],
  ['{"headers":{},"body":{"a":1}}', 'parsed has lost the bytes'],
  ['{"headers":{}}', 'also where the body is empty'],
  ['{"headers":{},"isBase64Encoded":false,"body":{}}', 'Lambda event'],
  ['* Connected\n> POST /a HTTP/1.1\n> Host: b\n>\n< HTTP/1.1 401', 'curl -v'],
  ['curl ^"http://localhost^" -d ^"{', 'not closed'],
  ['{"headers":{"a":null},"body":""}', 'headers of a JSON capture'],
  ['{"headers":{},"bodyBase64":"%"}', 'not base64'],
  ['{"headers":{},"receivedAt":"never"}', 'receivedAt'],
  ['POST / HTTP/1.1\nno colon here\n\n', 'no colon'],
  ["curl http://localhost -d '{", 'not closed'],
  ['curl http://localhost -d @body.json', 'from a file'],
  ['curl http://localhost -F a=b', '--form'],
  ['curl http://localhost -H "X: $SIGNATURE"', 'variable'],
  ['curl http://localhost -H', 'ends behind'],
  ['curl -X POST', 'no URL'],
])('refuses %j and says what to do', (capture, message) => {
  expect(() => parseCapture(capture)).toThrow(CaptureError)
  expect(() => parseCapture(capture)).toThrow(message)
})
