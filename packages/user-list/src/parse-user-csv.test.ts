import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUserCsv } from './parse-user-csv.ts'
import { account, caseless } from './testing/arbitraries.ts'
import { toCsv } from './to-csv.ts'

const valuesOf = (text: string) => parseUserCsv(text).entries.map(({ value }) => value)

describe('the column of the accounts', () => {
  test.each([
    ['userPrincipalName', 'displayName,userPrincipalName\nA,a@x'],
    [
      'User name [userPrincipalName] Required',
      'Name [displayName] Required,User name [userPrincipalName] Required\nA,a@x',
    ],
    ['UPN', 'Name;UPN\nA;a@x'],
    ['mail', 'Name\tmail\nA\ta@x'],
    ['E-Mail', '"Name, full","E-Mail"\n"A, B","a@x"'],
    ['e-mail', 'Name;"e-mail"\n"A; B";a@x'],
    ['Object Id', 'Name,Object Id\nA,a@x'],
    ['account', 'Name,account\nA,a@x'],
    ['userPrincipalName', 'id,mail,userPrincipalName\n1,2@x,a@x'],
    ['mail', '\ufeffmail,id\na@x,1'],
  ])('%s', (heading, text) => {
    const csv = parseUserCsv(text)
    expect(csv.column.heading).toBe(heading)
    expect(csv.entries).toEqual([{ line: 2, input: 'a@x', value: 'a@x' }])
    expect(csv.problems).toEqual([])
  })

  test('without a heading it is the first', () => {
    expect(parseUserCsv('a@x,b@x\nc@x,d@x')).toMatchObject({
      column: { index: 0, heading: undefined },
      entries: [{ value: 'a@x' }, { value: 'c@x' }],
    })
  })

  test("Entra's templates are read without version and example", () => {
    const blank = ['version:v1.0', 'User name [userPrincipalName] Required']
    expect(valuesOf([...blank, 'Example: chris@contoso.com', 'a@x', 'b@x'].join('\r\n'))).toEqual([
      'a@x',
      'b@x',
    ])
    const members =
      'version:v1.0\nMember object ID or user principal name [memberObjectIdOrUpn] Required\n'
    expect(valuesOf(`${members}Example: 9832aad8-e4fe-496b-a604-95c6eF01ae75\na@x`)).toEqual([
      'a@x',
    ])
    const wide =
      'version:v1.0,,\nName [displayName] Required;User name [userPrincipalName] Required\n'
    expect(valuesOf(`${wide.replace(',,', ';')}Example: Chris;chris@x\nA;a@x`)).toEqual(['a@x'])
  })
})

describe('what is in a file', () => {
  test('lines are those of the file, whatever ends them', () => {
    const csv = parseUserCsv(
      'name,upn\r\n\r\n"two\nlines",a@x\rB,b@x\n,,\nC,A@x\nD\nE,nobody here\n',
    )
    expect(csv).toMatchObject({
      entries: [
        { line: 3, value: 'a@x' },
        { line: 5, value: 'b@x' },
      ],
      duplicates: [{ line: 7, input: 'A@x', firstLine: 3 }],
      problems: [
        { line: 8, input: 'D', reason: 'no_account' },
        { line: 9, input: 'nobody here', reason: 'not_understood' },
      ],
    })
  })

  test('a cell may have a name with its address, or several addresses', () => {
    expect(
      valuesOf('upn,n\n"Vance, Adele <a@x>",1\n"""Wilber, Alex"" <b@x>",2\nc@x d@x,3'),
    ).toEqual(['a@x', 'b@x', 'c@x', 'd@x'])
  })

  test('a quote that is not closed is a problem with its line, and ends the reading', () => {
    const { entries, problems } = parseUserCsv('upn\na@x\n"b@x\nc@x')
    expect(entries.map(({ value }) => value)).toEqual(['a@x'])
    expect(problems).toEqual([{ line: 3, input: '"b@x\nc@x', reason: 'unclosed_quote' }])
  })

  test('text behind a closing quote is a problem with its line', () => {
    expect(parseUserCsv('upn,n\na@x,1\n"b"@x,2\nc@x,"3"\nd@x,4')).toMatchObject({
      problems: [{ line: 3, reason: 'stray_quote' }],
    })
  })

  test('a cell of a mebibyte is a problem, and shown as its beginning', () => {
    const { problems } = parseUserCsv(`upn\n${'a'.repeat(2 ** 20)}\nb@x`)
    expect(problems).toEqual([{ line: 2, input: `${'a'.repeat(500)}…`, reason: 'too_long' }])
  })
})

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(...'",;\t\n\r\'=@'),
      fc.constantFrom('upn', 'version:v1.0\n', 'Example: ', 'a@x', '""', '","', '\ufeff', '\ud800'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

describe('any file', () => {
  test('nothing throws, and every line is one of the file', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const csv = parseUserCsv(text)
        const count = text.split(/\r\n?|\n/).length
        const lines = [...csv.entries, ...csv.duplicates, ...csv.problems].map(({ line }) => line)
        expect(lines.every((line) => line >= 1 && line <= count)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('the accounts of a written table are read back', () => {
    const rows = fc.array(fc.record({ upn: account, name: fc.string({ unit: 'grapheme' }) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(rows, (table) => {
        const text = toCsv(
          table,
          [
            { heading: 'Name', read: ({ name }) => name },
            { heading: 'userPrincipalName', read: ({ upn }) => upn },
          ],
          { byteOrderMark: true },
        )
        const { entries, duplicates, problems } = parseUserCsv(text)
        const unique = table.filter(
          ({ upn }, index) =>
            table.findIndex((row) => caseless(row.upn) === caseless(upn)) === index,
        )
        expect(entries.map(({ value }) => value)).toEqual(unique.map(({ upn }) => upn))
        expect(duplicates).toHaveLength(table.length - unique.length)
        expect(problems).toEqual([])
      }),
    )
  })
})

describe('a file that wants to keep us busy', { timeout: 20_000 }, () => {
  const size = 1_000_000
  test.each([
    ['one cell', 'a'.repeat(size)],
    ['quotes', '"'.repeat(size)],
    ['quotes never closed', '"a""\n'.repeat(size / 5)],
    ['stray quotes', '"a"b,\n'.repeat(size / 6)],
    ['commas', ','.repeat(size)],
    ['line ends', '\n'.repeat(size)],
    ['spaces behind quotes', `"a"${' '.repeat(size)}x`],
  ])('%s', (_, text) => {
    expect(() => parseUserCsv(text)).not.toThrow()
  })

  test('a hundred thousand rows', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `Name ${n};n${n}@contoso.test`)
    expect(parseUserCsv(['name;upn', ...rows].join('\r\n')).entries).toHaveLength(100_000)
  })
})
