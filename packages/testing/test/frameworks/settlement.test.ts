import { cleanUp } from '../../src/clean-up.js'
import { frameworks } from '../../src/frameworks.js'
import { recordWarnings } from '../../src/warnings.js'
import { handlerEnds, routeEnds } from './handler-ends.js'
import { endpointOf, expectSettled } from './settled-endpoint.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

describe.each(frameworks)('on $name', (framework) => {
  test.each(routeEnds)('$name is settled once: $outcome', async ({ route, status, text, outcome }) => {
    const endpoint = await endpointOf(framework, route)
    const answer = await endpoint.deliver()
    expect(answer.status).toBe(status)
    if (text !== undefined) expect(answer.text).toBe(text)
    await expectSettled(endpoint, outcome)
  })

  test.each(handlerEnds)(
    'a handler that $name is settled once: $outcome',
    async ({ handler, status, outcome }) => {
      const endpoint = await endpointOf(framework, handler, 'handler')
      expect((await endpoint.deliver()).status).toBe(status)
      await expectSettled(endpoint, outcome)
    },
  )
})
