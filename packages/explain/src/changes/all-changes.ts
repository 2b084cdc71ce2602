import { headerLayout } from '../header-layout.js'
import type { ExplainOptions } from '../explain-options.js'
import { makeScheme } from '../judge.js'
import type { Change, Trial } from '../trial.js'
import { bodyCharsetChanges } from './body-charset.js'
import { bodyCompressionChanges } from './body-compression.js'
import { bodyEdgeChanges } from './body-edges.js'
import { bodyFormChanges } from './body-form.js'
import { jsonBodyChanges } from './body-json.js'
import { bodyWrappingChanges } from './body-wrapping.js'
import { headValueChanges } from './head-values.js'
import { headerNameChanges } from './header-names.js'
import { otherSchemeChanges } from './other-schemes.js'
import { otherSecretChanges } from './other-secrets.js'
import { secretChanges } from './secret-forms.js'
import { signatureChanges } from './signature-text.js'
import { urlChanges } from './url-forms.js'

/** Every change that is tried of a request whose scheme is known, the cheap and the likely ones first. */
export function* allChanges(
  base: Trial,
  { otherSecrets = {}, presets = {}, url }: Pick<ExplainOptions, 'otherSecrets' | 'presets' | 'url'>,
): Iterable<Change> {
  const scheme = makeScheme(base)
  const layout = scheme === undefined ? undefined : headerLayout(scheme, base.request)
  const takesUrl = scheme !== undefined && makeScheme({ ...base, url: 'https://example.com/' }) !== undefined
  yield* headerNameChanges(base)
  yield* signatureChanges(base, layout)
  yield* headValueChanges(base, layout)
  yield* urlChanges(base, takesUrl)
  yield* secretChanges(base)
  yield* otherSecretChanges(otherSecrets)
  yield* otherSchemeChanges(presets, url)
  yield* bodyEdgeChanges(base)
  yield* bodyWrappingChanges(base)
  yield* bodyCharsetChanges(base)
  yield* bodyFormChanges(base)
  yield* jsonBodyChanges(base)
  yield* bodyCompressionChanges(base)
}
