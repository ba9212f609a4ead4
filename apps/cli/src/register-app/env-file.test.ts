import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type EnvChanges, EnvFile } from './env-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vestibule-env-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
function createFile(text?: string): string {
  const path = join(folder, String(count++))
  if (text !== undefined) writeFileSync(path, text)
  return path
}

function write(path: string, changes: EnvChanges): string {
  new EnvFile(path).write(changes)
  return readFileSync(path, 'utf8')
}

it.each([
  ['nothing', ''],
  ['comments and quotes', "# a=1\n\nA='b # c'   # d\nexport B=2\n"],
  ['no end of its last line', 'A=1'],
  ['an empty last line', 'A=1\n\n'],
  ['Windows’ ends of lines', 'A=1\r\n# b\r\n'],
  ['a value over several lines', 'A="one\nNEW=two\n"\nB=3\n'],
])('what was there before writing is there after removing: %s', (_case, text) => {
  const path = createFile(text)
  expect(write(path, { NEW: 'x', OTHER: 'a#b $& c' }).startsWith(text)).toBe(true)
  write(path, { NEW: 'y', MORE: "it's" })
  const file = new EnvFile(path)
  expect(file.readOwn()).toEqual({ NEW: 'y', OTHER: 'a#b $& c', MORE: "it's" })
  file.removeOwn()
  if (text === '') expect(existsSync(path)).toBe(false)
  else expect(readFileSync(path, 'utf8')).toBe(text)
})

it('a file that is not there is made', () => {
  expect(write(createFile(), { A: '1' })).toMatch(/^# >>> .+\nA=1\n# <<< .+\n$/)
})

it('a variable stands once: what said something else of it goes, and comments on it stay', () => {
  const path = createFile('# A=0\nA=1\nB=2\n export A = 3\nC="A=4\n"\n')
  const text = write(path, { A: '5', B: undefined })
  expect(text.startsWith('# A=0\nC="A=4\n"\n')).toBe(true)
  expect(new EnvFile(path).read('A')).toBe('5')
  expect(text.match(/^\s*(?:export )?A/gm)).toHaveLength(1)
})

it('what says the same already is no change, and empty counts as none', () => {
  const file = new EnvFile(createFile('A=" 1 "\nB=\n'))
  expect(file.toChanges({ A: '1', B: undefined, C: undefined, D: '2' })).toEqual({ D: '2' })
})
