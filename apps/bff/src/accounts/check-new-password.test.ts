import { expect, it } from 'vitest'
import { checkNewPassword } from './check-new-password.ts'

const ADDRESS = 'anna.with.a.long.name@example.test'
const check = (password: string) => () => checkNewPassword(password, ADDRESS)

it.each([
  ['15 letters', 'x'.repeat(15)],
  ['64', 'y'.repeat(64)],
  ['200', 'z'.repeat(200)],
  ['15 emoji', '🦊'.repeat(15)],
  ['15 spaces', ' '.repeat(15)],
  ['no digit, capital or sign', 'correct horse battery staple'],
])('takes %s', (_what, password) => {
  expect(check(password)).not.toThrow()
})

it.each([
  ['14 letters', 'x'.repeat(14)],
  ['14 emoji, which are 28 UTF-16 units', '🦊'.repeat(14)],
  ['14 letters of two code points each', 'e\u0301'.repeat(14)],
  ['nothing', ''],
])('refuses %s as too short', (_what, password) => {
  expect(check(password)).toThrow('password_too_short')
})

it.each([
  ['as it is on the list', '1qaz2wsx3edc4rfv'],
  ['in capitals', '1QAZ2WSX3EDC4RFV'],
  ['in wide letters', '１ｑａｚ２ｗｓｘ３ｅｄｃ４ｒｆｖ'],
])('refuses a password that attackers try first, %s', (_how, password) => {
  expect(check(password)).toThrow('password_breached')
})

it('refuses the address itself, in any spelling', () => {
  for (const password of [ADDRESS, ADDRESS.toUpperCase(), ADDRESS.replace('@', '＠')]) {
    expect(check(password)).toThrow('password_is_email')
  }
  expect(check(`x${ADDRESS}`)).not.toThrow()
})
