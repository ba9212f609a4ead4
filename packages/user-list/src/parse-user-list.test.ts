import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUserList } from './parse-user-list.ts'
import { account, caseless, decorate } from './testing/arbitraries.ts'

describe('what a person pastes', () => {
  test.each([
    ['a@x', ['a@x']],
    ['a@x\nb@x\r\nc@x\rd@x', ['a@x', 'b@x', 'c@x', 'd@x']],
    ['a@x,b@x; c@x\td@x e@x', ['a@x', 'b@x', 'c@x', 'd@x', 'e@x']],
    ['a@x،b@x；c@x、d@x', ['a@x', 'b@x', 'c@x', 'd@x']],
    ['Adele Vance <adele@contoso.test>', ['adele@contoso.test']],
    ['"Vance, Adele" <adele@contoso.test>', ['adele@contoso.test']],
    ['Vance, Adele <adele@x>, Wilber, Alex <alex@x>', ['adele@x', 'alex@x']],
    ['"Vance; Adele" <adele@x>; "alex@y" <alex@x>', ['adele@x', 'alex@x']],
    ['a@x, Bob <b@x>', ['a@x', 'b@x']],
    ['a@x <A@x>; b@x<mailto:b@x>', ['A@x', 'b@x']],
    ['<a@x>,<b@x>.', ['a@x', 'b@x']],
    ['("Adele" <a@x>)', ['a@x']],
    ['mailto:a@x?subject=Hello%20you MAILTO:b%40x', ['a@x', 'b@x']],
    ['SMTP:a@x smtp:b@x', ['a@x', 'b@x']],
    ['- a@x\n1. b@x\n• c@x\n 12) d@x\n\uf0b7\te@x\n* f@x', 'abcdef'.split('').map((n) => `${n}@x`)],
    ['-a@x', ['-a@x']],
    ['["a@x", "b@x"]', ['a@x', 'b@x']],
    ["'a@x', “b@x”, (c@x). d@x!", ['a@x', 'b@x', 'c@x', 'd@x']],
    ['\ufeffa@x\u00a0b@x\u200b\u2028c\u00ad@x', ['a@x', 'b@x', 'c@x']],
    ['# a comment about b@x\n  # another\n#\n\n \t\na@x', ['a@x']],
    ['#a@x', ['#a@x']],
    ['gil_fabrikam.test#EXT#@contoso.test', ['gil_fabrikam.test#EXT#@contoso.test']],
    ["o'neill@x;first.last+tag@sub.example.test", ["o'neill@x", 'first.last+tag@sub.example.test']],
    [
      'ทดสอบ@ตัวอย่าง.ไทย مثال@مثال.اختبار 用户@例子.测试',
      ['ทดสอบ@ตัวอย่าง.ไทย', 'مثال@مثال.اختبار', '用户@例子.测试'],
    ],
    ['jose\u0301@x', ['jos\u00e9@x']],
    [
      '{4E1F9D52-0C5B-4A3E-9F3B-1F1F2A2B3C4D} 11111111-2222-3333-4444-aaaaaaaaaaaa',
      ['4e1f9d52-0c5b-4a3e-9f3b-1f1f2a2b3c4d', '11111111-2222-3333-4444-aaaaaaaaaaaa'],
    ],
    ['', []],
  ])('%j', (text, values) => {
    const { entries, duplicates, problems } = parseUserList(text)
    expect(entries.map(({ value }) => value)).toEqual(values)
    expect(problems).toEqual([])
    expect(duplicates).toEqual([])
  })

  test.each([
    ['Adele', 'Adele', 'not_understood'],
    ['a@', 'a@', 'not_understood'],
    ['@x', '@x', 'not_understood'],
    ['a@x..y', 'a@x..y', 'not_understood'],
    ['a@-x', 'a@-x', 'not_understood'],
    ['a\u0000@x', 'a\u0000@x', 'not_understood'],
    ['a@x\ud800', 'a@x\ud800', 'not_understood'],
    ['mailto:%ff@x', 'mailto:%ff@x', 'not_understood'],
    ['Bob <>', 'Bob <>', 'not_understood'],
    ['a@xb@y', 'a@xb@y', 'two_at_signs'],
    ['a@@x', 'a@@x', 'two_at_signs'],
    [`${'a'.repeat(250)}@x.yz`, `${'a'.repeat(250)}@x.yz`, 'too_long'],
    ['a'.repeat(1025), `${'a'.repeat(500)}…`, 'too_long'],
  ])('%j is a problem', (text, input, reason) => {
    const { entries, problems } = parseUserList(`ok@x\n\n${text}`)
    expect(entries).toHaveLength(1)
    expect(problems).toEqual([{ line: 3, input, reason }])
  })

  test('what comes again is named with the line where it came first', () => {
    const list = parseUserList(
      'A@x\n\nb@x a@X\n{4E1F9D52-0C5B-4A3E-9F3B-1F1F2A2B3C4D}\n4e1f9d52-0c5b-4a3e-9f3b-1f1f2a2b3c4d',
    )
    expect(list.duplicates).toEqual([
      { line: 3, input: 'a@X', firstLine: 1 },
      { line: 5, input: '4e1f9d52-0c5b-4a3e-9f3b-1f1f2a2b3c4d', firstLine: 4 },
    ])
    expect(list.entries.map(({ line }) => line)).toEqual([1, 3, 4])
  })

  test('words that are no name are not swallowed by the address behind them', () => {
    const list = parseUserList('half@ Bob <b@x>\nGarbage; Bob <c@x>\nGarbage\tBob <d@x>')
    expect(list.entries.map(({ input }) => input)).toEqual(['Bob <b@x>', 'Bob <c@x>', 'Bob <d@x>'])
    expect(list.problems.map(({ input }) => input)).toEqual(['half@', 'Garbage', 'Garbage'])
  })
})

const separator = fc.constantFrom(
  '\n',
  '\r\n',
  '\r',
  ',',
  ';',
  '\t',
  ' ',
  ', ',
  ' ;\t',
  '\n\n',
  '\u00a0',
  '\r\n# c@x\r\n',
  ',\n',
)

describe('any list', () => {
  test('known accounts come out as they are, in order, on their lines', () => {
    const pasted = fc.array(fc.tuple(account.chain(decorate), separator), { maxLength: 30 })
    fc.assert(
      fc.property(pasted, (parts) => {
        const seen = new Map<string, number>()
        const entries: unknown[] = []
        const duplicates: unknown[] = []
        let text = ''
        for (const [index, [{ written, input, value }, end]] of parts.entries()) {
          const isFirst = text === '' || /[\r\n]$/.test(text)
          const mark = isFirst ? '- ' : ''
          const line = text.split(/\r\n?|\n/).length
          const first = seen.get(caseless(value))
          if (first !== undefined) duplicates.push({ line, input, firstLine: first })
          else entries.push({ line, input, value })
          seen.set(caseless(value), first ?? line)
          // By a space alone, what stands before `<` would be its name.
          const isName = parts[index + 1]?.[0].written.startsWith('<') && /^[ \u00a0]$/.test(end)
          text += `${mark}${written}${isName ? ', ' : end}`
        }
        expect(parseUserList(text)).toEqual({ entries, duplicates, problems: [] })
      }),
      { numRuns: 500 },
    )
  })

  test('nothing throws, and no word is lost', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { entries, duplicates, problems } = parseUserList(text)
        const found = [...entries, ...duplicates, ...problems]
        const visible = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
        for (const [index, line] of visible.split(/\r\n?|\n/).entries()) {
          const here = found.filter((one) => one.line === index + 1)
          const rest = line.replace(/^\s*(?:[-–—*+•◦●○▪▫■□‣⁃·\uf0b7]|\d{1,9}[.)])(?:\s+|$)/u, '')
          const count = (of: string) => of.replace(/[\s,;،؛、，；､]/g, '').length
          const kept = here.reduce((sum, { input }) => sum + count(input), 0)
          expect(kept).toBe(/^\s*#(?:\s|$)/.test(line) ? 0 : count(rest))
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('its values make the same list', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('\n', ', ', ';', ' '), (text, end) => {
        const values = parseUserList(text).entries.map(({ value }) => value)
        const again = parseUserList(values.join(end))
        expect(again.entries.map(({ value }) => value)).toEqual(values)
        expect([...again.duplicates, ...again.problems]).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})

/** Text of any kind, often of the pieces that mean something. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(...'@<>",;\n\t #-.{}[]()\'%:?'),
      fc.constantFrom(
        'a@x',
        'b',
        'mailto:',
        '%40',
        '\r\n',
        '1. ',
        '# ',
        '\u200b',
        '\u0301',
        '\u037e',
        '\ud800',
        '"n" <b@x>',
      ),
      account,
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

describe('a list that wants to keep us busy', { timeout: 20_000 }, () => {
  const size = 1_000_000
  test.each([
    ['one word', 'a'.repeat(size)],
    ['dots', `${'.'.repeat(size)}a`],
    ['spaces', `- ${' '.repeat(size)}#`],
    ['opened brackets', '<'.repeat(size)],
    ['opened brackets with spaces', '< '.repeat(size / 2)],
    ['closed brackets', `${'<a'.repeat(size / 2)}>`],
    ['quotes', '"'.repeat(size)],
    ['quotes with spaces', '"a"  '.repeat(size / 5)],
    ['names without end', 'a '.repeat(size / 2)],
    ['names with addresses', 'a, b <c@x> '.repeat(size / 11)],
    ['at signs', '@'.repeat(size)],
    ['line ends', '\r'.repeat(size)],
    ['invisible', '\u200b'.repeat(size)],
    ['percent signs', `mailto:${'%'.repeat(size)}`],
  ])('%s', (_, text) => {
    expect(() => parseUserList(text)).not.toThrow()
  })

  test('ten times the lines take about ten times the time', () => {
    const measure = (count: number) => {
      const text = Array.from({ length: count }, (_, n) => `"N${n}, F" <n${n}@contoso.test>`).join(
        '\n',
      )
      const start = performance.now()
      expect(parseUserList(text).entries).toHaveLength(count)
      return performance.now() - start
    }
    measure(10_000)
    expect(measure(100_000) / measure(10_000)).toBeLessThan(60)
  })
})
