import type { User } from '@vestibule/client'
import { foldText } from '@vestibule/store'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** One page, with what is said of the whole list. */
export async function listUsers(visitor: Visitor, query: string) {
  const reply = await visitor.get(`/api/users?${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json()
}

/** Page after page by cursor. */
export async function listAllUsers(visitor: Visitor, query: string) {
  const items: User[] = []
  let cursor = ''
  let asOf = ''
  do {
    const page = await listUsers(visitor, `${query}&top=999${cursor && `&cursor=${cursor}`}`)
    items.push(...page.items)
    asOf = page.asOf
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return { items, asOf }
}

export const idsOf = (users: readonly { id: string }[]) => users.map(({ id }) => id).sort()

/** Searches for what is made up from people's own texts, and for what might mean something to a database. */
export async function expectSearchesAsByScan(
  { emulator }: World,
  visitor: Visitor,
  everybody: readonly User[],
  searches: number,
): Promise<void> {
  const fields = (user: User) =>
    [
      user.displayName,
      user.userPrincipalName,
      user.mail,
      user.givenName,
      user.surname,
      user.id,
      user.jobTitle,
      user.department,
      emulator.readUser(user.id)?.employeeId,
    ].map((text) => foldText(text ?? ''))
  const folded = everybody.map((user) => ({ id: user.id, fields: fields(user) }))
  const scan = (search: string) => {
    const words = foldText(search).split(/\s+/).filter(Boolean)
    return folded.filter((one) =>
      words.every((word) => one.fields.some((field) => field.includes(word))),
    )
  }
  const piece = fc
    .tuple(fc.nat(everybody.length - 1), fc.nat(6), fc.nat(40), fc.integer({ min: 1, max: 9 }))
    .map(([who, field, from, length]) => {
      const user = everybody[who] as User
      const texts = [user.displayName, user.userPrincipalName, user.surname, user.jobTitle]
      const text = [...texts, user.department, user.givenName, user.id][field] ?? ''
      const at = text.length > 0 ? from % text.length : 0
      return [...text.slice(at)].slice(0, length).join('')
    })
  const term = fc.oneof(
    { weight: 6, arbitrary: piece },
    { weight: 2, arbitrary: fc.tuple(piece, piece).map((two) => two.join(' ')) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }) },
    { weight: 1, arbitrary: fc.constantFrom('%', '_', '"', "o'", '\\', '*', 'a*', 'NEAR', '-') },
  )
  let found = 0
  await fc.assert(
    fc.asyncProperty(term, async (search) => {
      fc.pre(search.trim() !== '' && search.isWellFormed() && !search.includes('\0'))
      const page = await listUsers(visitor, `top=999&search=${encodeURIComponent(search)}`)
      const expected = scan(search)
      expect(page.total).toBe(expected.length)
      if (expected.length <= 999) expect(idsOf(page.items)).toEqual(idsOf(expected))
      found += Math.sign(expected.length)
    }),
    { numRuns: searches, seed: 11 },
  )
  expect(found).toBeGreaterThan(0.6 * searches)
}
