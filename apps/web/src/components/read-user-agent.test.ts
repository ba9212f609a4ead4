import { expect, it } from 'vitest'
import { readUserAgent } from './read-user-agent.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15'

it.each([
  ['Chrome', 'Windows', `${WINDOWS} ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`],
  ['Chrome', 'Linux', `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/143.0.0.0`],
  ['Chrome', 'ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/143.0.0.0`],
  ['Edge', 'Windows', `${WINDOWS} ${WEBKIT} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0`],
  ['Opera', 'Windows', `${WINDOWS} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 OPR/125.0.0.0`],
  ['Vivaldi', 'Windows', `${WINDOWS} ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Vivaldi/7.7`],
  ['Firefox', 'Windows', `${WINDOWS.replace(')', '; rv:146.0)')} Gecko/20100101 Firefox/146.0`],
  [
    'Safari',
    'macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  ],
])('%s on %s is told from those it wants to be taken for', (browser, system, userAgent) => {
  expect(readUserAgent(userAgent)).toEqual({ browser, system, isHandheld: false })
})

it.each([
  ['Safari', 'iOS', `${IPHONE} (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1`],
  ['Chrome', 'iOS', `${IPHONE} (KHTML, like Gecko) CriOS/143.0.0.0 Mobile/15E148 Safari/604.1`],
  ['Firefox', 'iOS', `${IPHONE} (KHTML, like Gecko) FxiOS/146.0 Mobile/15E148 Safari/605.1.15`],
  [
    'Samsung Internet',
    'Android',
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
  ],
  ['Firefox', 'Android', 'Mozilla/5.0 (Android 16; Mobile; rv:146.0) Gecko/146.0 Firefox/146.0'],
])('%s on %s is in somebody’s hand', (browser, system, userAgent) => {
  expect(readUserAgent(userAgent)).toEqual({ browser, system, isHandheld: true })
})

it.each([null, '', 'curl/8.17.0', 'node', '<script>'])('%o names nothing we know', (userAgent) => {
  const nothing = { browser: undefined, system: undefined, isHandheld: false }
  expect(readUserAgent(userAgent)).toEqual(nothing)
})
