import { memoryStore } from '@postern/core'
import { cleanUp } from '../../src/clean-up.js'
import { Connection } from '../../src/connection.js'
import { countingStore } from '../../src/counting-store.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { observe } from '../../src/observe.js'
import { post, scheme, sign } from '../../src/sender.js'

afterEach(cleanUp)

/** A store that waits with each first answer until it is told. */
function waitingStore() {
  const store = countingStore(memoryStore())
  let tellAsked: () => void = () => undefined
  let goOn: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (tellAsked = resolve))
  const told = new Promise<void>((resolve) => (goOn = resolve))
  const accept: typeof store.accept = async (claim) => {
    tellAsked()
    await told
    return store.accept(claim)
  }
  return {
    store: { ...store, accept },
    asked,
    goOn: () => {
      goOn()
    },
  }
}

describe.each(frameworks)('on $name', (framework) => {
  test('a delivery whose client went while the store was asked runs, and is settled', async () => {
    const settlements = observe('postern:settlement')
    const { store, asked, goOn } = waitingStore()
    let runs = 0
    const url = await serve(framework, {
      options: { scheme, store, onRejected: () => undefined },
      route: (_webhook, answer) => {
        runs += 1
        answer.status(204)
      },
    })
    const connection = await Connection.open(url)
    connection.send(sign())
    await asked
    connection.destroy()
    // Whole requests on other connections, so that the server has seen the first one go.
    for (let count = 0; count < 3; count += 1) {
      expect((await post(url, { headers: {}, body: Buffer.from('{}') })).status).toBe(401)
    }
    goOn()
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'completed', attempt: 1 }])
    expect(runs).toBe(1)
    expect((await post(url, sign())).headers.get('webhook-duplicate')).toBe('1')
  })
})
