import type { CapturedRequest } from '../captured-request.js'
import { CaptureError } from './capture-error.js'
import { headersOfJson } from './json-capture.js'

/** As much as is read here of what API Gateway, function URLs and load balancers hand to AWS Lambda. */
interface LambdaEvent {
  readonly httpMethod?: unknown
  readonly path?: unknown
  readonly rawPath?: unknown
  readonly rawQueryString?: unknown
  readonly queryStringParameters?: Readonly<Record<string, unknown>> | null
  readonly multiValueQueryStringParameters?: Readonly<Record<string, unknown>> | null
  readonly headers?: unknown
  readonly multiValueHeaders?: unknown
  readonly requestContext?: {
    readonly http?: { readonly method?: unknown }
    readonly elb?: unknown
    readonly requestTimeEpoch?: unknown
    readonly timeEpoch?: unknown
  } | null
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
}

/** Tells an event of AWS Lambda from other JSON. */
export function isLambdaEvent(value: unknown): value is LambdaEvent {
  return typeof value === 'object' && value !== null && 'isBase64Encoded' in value
}

/** Reads the request that an event of AWS Lambda stands for. */
export function parseLambdaEvent(event: LambdaEvent): CapturedRequest {
  const { body, isBase64Encoded, requestContext } = event
  if (typeof body !== 'string' && body !== null && body !== undefined)
    throw new CaptureError('body of a Lambda event is text: a body that was parsed has lost the bytes.')
  const method = event.httpMethod ?? requestContext?.http?.method ?? 'POST'
  const path = event.rawPath ?? event.path ?? '/'
  if (typeof method !== 'string' || typeof path !== 'string')
    throw new CaptureError('The method and the path of a Lambda event are text.')
  const receivedAt = requestContext?.requestTimeEpoch ?? requestContext?.timeEpoch
  return {
    method: method.toUpperCase(),
    url: path + queryOf(event),
    // Some have both, and only the second has each value of a header that came twice.
    headers: headersOfJson(event.multiValueHeaders ?? event.headers),
    rawBody: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
    ...(typeof receivedAt === 'number' ? { receivedAt } : {}),
  }
}

function queryOf({ rawQueryString, requestContext, ...event }: LambdaEvent): string {
  if (typeof rawQueryString === 'string') return rawQueryString === '' ? '' : `?${rawQueryString}`
  const fields = Object.entries(event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {})
  // A load balancer leaves the escapes as they came, and API Gateway decodes them.
  const encode = requestContext?.elb === undefined ? encodeURIComponent : (text: string) => text
  const pairs = fields.flatMap(([name, values]) =>
    [values].flat().map((value) => `${encode(name)}=${encode(String(value))}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
