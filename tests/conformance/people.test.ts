import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUserToken } from './token-driver.ts'

interface Person {
  displayName: string
  jobTitle: string | null
  mail: string | null
  userPrincipalName: string
}

let emulator: Emulator
let people: Person[]
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 400 })
  const token = await createUserToken(emulator, 'Ada Admin', 'User.Read.All')
  const response = await fetch(`${emulator.url}/v1.0/users?$top=999`, {
    headers: { authorization: `Bearer ${token}` },
  })
  people = ((await response.json()) as { value: Person[] }).value
})
afterAll(() => emulator.close())

const find = (name: string): Person | undefined =>
  people.find(({ userPrincipalName }) => userPrincipalName === `${name}@contoso.test`)

describe('the people of Contoso', () => {
  test('one is written from right to left', () => {
    expect(find('noor')?.displayName).toMatch(/^\p{Script=Arabic}[\p{Script=Arabic} ]+$/u)
  })

  test('one has a job title of 120 characters', () => {
    expect(find('lena')?.jobTitle).toHaveLength(120)
  })

  test('one has no mail', () => {
    expect(find('max')?.mail).toBeNull()
  })

  test.each([
    'Arabic',
    'Cyrillic',
    'Devanagari',
    'Georgian',
    'Greek',
    'Han',
    'Hangul',
    'Hebrew',
    'Latin',
    'Thai',
  ])('some are written in %s', (script) => {
    const pattern = new RegExp(`\\p{Script=${script}}{2}`, 'u')
    expect(people.some(({ displayName }) => pattern.test(displayName))).toBe(true)
  })

  test('every user principal name is plain ASCII and comes once', () => {
    const names = people.map(({ userPrincipalName }) => userPrincipalName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z0-9._]+(#EXT#)?@contoso\.test$/)
  })
})
