import { test } from 'vitest'
import { type Api, findBreakingChanges } from './find-breaking-changes.ts'
import { expectNone, readJson } from './tree.ts'

const DOCUMENT = 'packages/client/openapi.json'
const ACCEPTED = 'packages/client/openapi.accepted.json'

test('the API breaks no program that was written for what was accepted before', () => {
  const [before, after] = [ACCEPTED, DOCUMENT].map((path) => readJson(path) as unknown as Api)
  if (!before || !after) throw new Error('There is nothing to compare.')
  expectNone(
    `${DOCUMENT} keeps to ${ACCEPTED}. A change that is meant is a new major of the API: \`pnpm generate --accept\``,
    findBreakingChanges({ before, after }).map((what) => ({ path: DOCUMENT, line: 1, what })),
  )
})
