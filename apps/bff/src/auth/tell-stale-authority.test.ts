import { expect, it } from 'vitest'
import { tellStaleAuthority } from './tell-stale-authority.ts'

it('metadata that name somebody else are an error in the log, once an hour; an outage is a warning', () => {
  const lines: string[] = []
  const log = {
    warn: (what: object) => void lines.push(`warn ${JSON.stringify(what)}`),
    error: (what: object) => void lines.push(`error ${JSON.stringify(what)}`),
  }
  let minutes = 0
  const tell = tellStaleAuthority(
    () => log,
    () => minutes * 60_000,
  )
  for (minutes of [0, 1, 59, 60, 61]) tell({ what: 'discovery', reason: 'foreign' }, 'err')
  tell({ what: 'keys', reason: 'unavailable' }, 'err')
  const foreign = 'error {"what":"discovery","err":"err"}'
  expect(lines).toEqual([foreign, foreign, 'warn {"what":"keys","err":"err"}'])
})
