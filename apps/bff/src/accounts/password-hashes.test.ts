import { expect, it } from 'vitest'
import { createPasswordHashes } from './password-hashes.ts'

const hashes = createPasswordHashes()
const PASSWORD = 'a long enough password'

it('a hash is argon2id with 19 MiB, two passes and one lane, and a salt of its own', async () => {
  const [one, two] = await Promise.all([hashes.hash(PASSWORD), hashes.hash(PASSWORD)])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(two)
  expect(hashes.isOutdated(one)).toBe(false)
})

it('a password is verified by its hash, whole and letter by letter', async () => {
  const long = 'x'.repeat(72)
  const passwordHash = await hashes.hash(`${long}a`)
  expect(await hashes.verify(passwordHash, `${long}a`)).toBe(true)
  for (const wrong of [`${long}b`, long, `${long}A`, `${long}a `, '']) {
    expect(await hashes.verify(passwordHash, wrong)).toBe(false)
  }
})

it('a null byte ends no password', async () => {
  const passwordHash = await hashes.hash('one long beginning\0one end')
  expect(await hashes.verify(passwordHash, 'one long beginning\0another')).toBe(false)
})

it('a password is the same from every keyboard: composed, decomposed, wide', async () => {
  const passwordHash = await hashes.hash('caf\u00e9 with a long name')
  expect(await hashes.verify(passwordHash, 'cafe\u0301 with a long name')).toBe(true)
  expect(await hashes.verify(passwordHash, 'ｃａｆ\u00e9 with a long name')).toBe(true)
})

it('without an account every password is wrong', async () => {
  for (const password of ['', PASSWORD]) {
    expect(await hashes.verify(undefined, password)).toBe(false)
  }
})

it.each([
  '$argon2id$v=19$m=1024,t=1,p=1$xGZDQLW6/qzFA/MvLJAlxg$x',
  '$argon2i$v=19$m=19456,t=2,p=1$xGZDQLW6/qzFA/MvLJAlxg$x',
  '$argon2id$v=16$m=19456,t=2,p=1$xGZDQLW6/qzFA/MvLJAlxg$x',
])('other parameters are outdated: %s', (passwordHash) => {
  expect(hashes.isOutdated(passwordHash)).toBe(true)
})

it('more than can be done soon are told to come again, and the rest is done', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 120 }, () => hashes.verify(undefined, PASSWORD)),
  )
  const refused = results.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length).toBeLessThan(30)
  for (const result of refused) {
    expect(result).toMatchObject({ reason: { failure: 'busy', retryAfterSeconds: 3 } })
  }
})
