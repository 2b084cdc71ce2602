import { WaitingCalls } from '../src/waiting-calls.js'

/** How many timers keep the process. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

test('keeps the process by one timer while anyone waits', () => {
  const before = timers()
  const setTimer = jest.spyOn(globalThis, 'setInterval')
  const waiting = new WaitingCalls()
  void waiting.of('a', 'msg_a')
  void waiting.of('b', 'msg_b')
  expect(timers()).toBe(before + 1)
  // What is longer is a millisecond to Node.
  expect(setTimer.mock.calls.map(([, ms]) => ms)).toEqual([2 ** 31 - 1])
  setTimer.mockRestore()

  waiting.end('a', { id: 'msg_a', outcome: 'delivered', attempts: 1 })
  expect(timers()).toBe(before + 1)
  waiting.end('b', { id: 'msg_b', outcome: 'delivered', attempts: 1 })
  expect(timers()).toBe(before)
  waiting.end('unknown', { id: 'msg_c', outcome: 'delivered', attempts: 1 })
  void waiting.of('c', 'msg_c')
  expect(timers()).toBe(before + 1)
  waiting.giveUp()
  expect(timers()).toBe(before)
})

test('gives all that wait for one delivery the same end, and those after it another', async () => {
  const waiting = new WaitingCalls()
  const [one, other] = [waiting.of('a', 'msg_a'), waiting.of('a', 'msg_a')]
  waiting.end('a', { id: 'msg_a', outcome: 'delivered', attempts: 1 })
  const later = waiting.of('a', 'msg_a')
  waiting.end('a', { id: 'msg_a', outcome: 'exhausted', attempts: 3 })
  const outcomes = (await Promise.all([one, other, later])).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['delivered', 'delivered', 'exhausted'])
})

test('says pending of all that wait when it gives up', async () => {
  const waiting = new WaitingCalls()
  const results = [waiting.of('a https://a.example/', 'msg_a'), waiting.of('b https://a.example/', 'msg_b')]
  waiting.giveUp()
  expect(await Promise.all(results)).toEqual([
    { id: 'msg_a', outcome: 'pending', attempts: 0 },
    { id: 'msg_b', outcome: 'pending', attempts: 0 },
  ])
})

test('waits until the last of those that wait has left', async () => {
  const before = timers()
  const waiting = new WaitingCalls()
  void waiting.of('a', 'msg_a')
  const other = waiting.of('a', 'msg_a')
  waiting.leave('a')
  waiting.leave('unknown')
  expect(timers()).toBe(before + 1)
  waiting.end('a', { id: 'msg_a', outcome: 'delivered', attempts: 1 })
  expect(await other).toMatchObject({ outcome: 'delivered' })
  void waiting.of('b', 'msg_b')
  waiting.leave('b')
  expect(timers()).toBe(before)
})
