import { DisabledUrls } from '../src/disabled-urls.js'

test('tells whether a URL was disabled when it is enabled, and leaves the others', () => {
  const urls = new DisabledUrls()
  urls.add('https://a.example/')
  urls.add('https://b.example/')
  expect(urls.delete('https://c.example/')).toBe(false)
  expect(urls.delete('https://a.example/')).toBe(true)
  expect(urls.delete('https://a.example/')).toBe(false)
  expect(urls.has('https://a.example/')).toBe(false)
  expect(urls.has('https://b.example/')).toBe(true)
})
