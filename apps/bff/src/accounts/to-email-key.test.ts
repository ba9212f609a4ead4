import { expect, it } from 'vitest'
import { toEmailKey } from './to-email-key.ts'

it.each([
  ['as it is', 'anna@example.test'],
  ['in capitals', 'ANNA@Example.TEST'],
  ['with space around', '\t anna@example.test \n'],
  ['in wide letters', 'ａｎｎａ@ｅｘａｍｐｌｅ.test'],
  ['with a wide at sign', 'anna＠example.test'],
  ['with an ideographic full stop', 'anna@example。test'],
  ['in styled letters', '𝒂𝒏𝒏𝒂@example.test'],
])('an address %s has one canonical form', (_how, text) => {
  expect(toEmailKey(text)).toBe('anna@example.test')
})

it('letters composed and decomposed are the same', () => {
  expect(toEmailKey('jose\u0301@example.test')).toBe(toEmailKey('jos\u00e9@example.test'))
})

it('a domain is taken as DNS has it', () => {
  expect(toEmailKey('anna@BÜCHER.test')).toBe('anna@xn--bcher-kva.test')
  expect(toEmailKey('anna@xn--bcher-kva.test')).toBe('anna@xn--bcher-kva.test')
})

it.each([
  ['tags', 'anna+tag@example.test', 'anna@example.test'],
  ['dots', 'an.na@example.test', 'anna@example.test'],
  ['accents', 'ánna@example.test', 'anna@example.test'],
])('addresses that differ in %s are two: only some providers read them as one', (_what, a, b) => {
  expect(toEmailKey(a)).not.toBe(toEmailKey(b))
})

it.each([
  ['two at signs', 'anna@evil.test@example.test'],
  ['a wide at sign as the second one', 'anna＠evil.test@example.test'],
  ['a small at sign as the second one', 'anna﹫evil.test@example.test'],
  ['no at sign', 'anna.example.test'],
  ['nothing before it', '@example.test'],
  ['nothing behind it', 'anna@'],
  ['a host without a domain', 'anna@localhost'],
  ['an address for a domain', 'anna@[127.0.0.1]'],
  ['a space inside', 'an na@example.test'],
  ['a line break inside', 'anna\r\nbcc:eve@example.test'],
  ['a null byte', 'anna\0@example.test'],
  ['a zero-width space', 'an\u200bna@example.test'],
  ['a list', 'anna@example.test,eve@example.test'],
  ['a second recipient before the at sign', 'eve,anna@example.test'],
  ['a name', 'Anna <anna@example.test>'],
  ['quotes', '"anna"@example.test'],
  ['a comment', 'anna(eve)@example.test'],
  ['a path in the domain', 'anna@example.test/x'],
  ['a port', 'anna@example.test:25'],
  ['a query', 'anna@example.test?x'],
  ['a fragment', 'anna@example.test#x'],
  ['an escape in the domain', 'anna@ex%61mple.test'],
  ['a soft hyphen in the domain', 'anna@exam\u00adple.test'],
  ['a tab in the domain', 'anna@exam\tple.test'],
  ['a bare IP address', 'anna@127.0.0.1'],
  ['an IP address that looks like a name', 'anna@0x7f.1'],
  ['more before the at sign than there may be', `${'a'.repeat(65)}@example.test`],
  ['more in all than there may be', `anna@${'a.'.repeat(125)}test`],
  ['nothing at all', ''],
])('%s: no address', (_what, text) => {
  expect(toEmailKey(text)).toBeUndefined()
})
