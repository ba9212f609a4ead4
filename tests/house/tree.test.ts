import { test } from 'vitest'
import { expectNone, findLines, listFiles, readText } from './tree.ts'

test('no file names a place on one machine', () => {
  // Home folders and checkouts; not the tail of an address of Graph that happens to read like one.
  const place = /(?<![\w.:/}-])\/(?:home|Users|root|work)\/\w|\b[A-Z]:\\Users\\/
  const texts = listFiles().filter((path) => !readText(path).includes('\0'))
  expectNone(
    'paths are relative, or come from the configuration',
    findLines(texts, place, 'names a path that exists on one machine'),
  )
})

test('the lockfile names no address', () => {
  expectNone(
    'packages come from whatever registry is configured',
    findLines(['pnpm-lock.yaml'], /\btarball:|\bhttps?:\/\//, 'names an address'),
  )
})
