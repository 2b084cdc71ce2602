import { headerOf, withHeader } from '../captured-request.js'
import type { HeaderLayout } from '../header-layout.js'
import type { Change, Trial } from '../trial.js'

/** Timestamps in another unit or another header, and ids in another header. */
export function* headValueChanges({ request }: Trial, layout: HeaderLayout | undefined): Iterable<Change> {
  for (const name of Object.keys(request.headers)) {
    const value = headerOf(request, name)
    if (value === undefined || value.length > 4096) continue
    for (const [found, wanted, written] of otherUnits(value))
      yield {
        cause: 'timestamp_unit',
        change: `The timestamp in the header '${name}' is ${found}, and the sender signed ${wanted}.`,
        request: withHeader(request, name, written),
      }
    if (layout?.timestamp !== undefined && layout.timestamp !== name && looksLikeInstant(value))
      yield {
        cause: 'timestamp_header',
        change: `The timestamp stands in the header '${name}', and the scheme looks in '${layout.timestamp}'.`,
        request: withHeader(request, layout.timestamp, value),
      }
    if (layout?.id !== undefined && layout.id !== name && value.length <= 255)
      yield {
        cause: 'id_header',
        change: `The event id stands in the header '${name}', and the scheme looks in '${layout.id}'.`,
        request: withHeader(request, layout.id, value),
      }
  }
}

function looksLikeInstant(value: string): boolean {
  return (
    /^\d{10}(?:\d{3})?$/.test(value) ||
    (/^\d{4}-\d\d-\d\d[T ]/.test(value) && !Number.isNaN(Date.parse(value)))
  )
}

/** The first instant in a value, in the units that there are. */
function* otherUnits(value: string): Iterable<readonly [string, string, string]> {
  const number = /(?<![0-9A-Za-z])(\d{10})(\d{3})?(\.\d+)?(?![0-9A-Za-z])/.exec(value)
  if (number !== null) {
    const [text, seconds = '', thousandths, fraction] = number
    const instantMs = Number(seconds) * 1000 + Number(thousandths ?? 0)
    const found =
      thousandths !== undefined
        ? 'in milliseconds'
        : fraction === undefined
          ? 'in seconds'
          : 'in seconds with a fraction'
    const put = (other: string) => value.replace(text, other)
    if (text !== seconds) yield [found, 'whole seconds', put(seconds)]
    if (thousandths === undefined)
      yield [found, 'milliseconds', put(`${seconds}${(fraction ?? '.').slice(1, 4).padEnd(3, '0')}`)]
    yield* isoForms(instantMs).map((iso) => [found, 'an ISO 8601 instant', put(iso)] as const)
  }
  const iso = /\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?/.exec(value)?.[0]
  const instantMs =
    iso === undefined ? Date.parse(/^[A-Z][a-z]{2}, /.test(value) ? value : '') : Date.parse(iso)
  if (Number.isNaN(instantMs)) return
  const put = (other: string) => (iso === undefined ? other : value.replace(iso, other))
  const found = iso === undefined ? 'an HTTP date' : 'an ISO 8601 instant'
  yield [found, 'seconds', put(String(Math.floor(instantMs / 1000)))]
  yield [found, 'milliseconds', put(String(instantMs))]
}

function isoForms(instantMs: number): string[] {
  const iso = new Date(instantMs).toISOString()
  return [iso, iso.replace(/\.\d+Z$/, 'Z')]
}
