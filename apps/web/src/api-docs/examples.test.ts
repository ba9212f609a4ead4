import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@vestibule/client'
import { describe, expect, it } from 'vitest'
import { toDraft, toKey } from './draft.ts'
import { readGroups } from './read-operations.ts'
import { takesToken } from './to-callers.ts'
import { toCurl } from './to-curl.ts'
import { toRequest } from './to-request.ts'
import { isAddress, toTypescript } from './to-typescript.ts'

const ORIGIN = 'https://vestibule.example'
const path = join(import.meta.dirname, '../../../../packages/client/openapi.json')
const document = JSON.parse(readFileSync(path, 'utf8'))
const operations = readGroups(document).flatMap((group) => group.operations)

/** Runs an example as it stands, but for the import, and tells what it has sent or come to. */
async function run(example: string) {
  const sent: Request[] = []
  const connect = (options: Parameters<typeof createClient>[0]) =>
    createClient({
      ...options,
      fetch: async (request) => {
        sent.push(request)
        return new Response(null, { status: 204 })
      },
    })
  const code = example.replace(/^import .*\n/, '').replace('const address =', 'return')
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  const answer = await new AsyncFunction('createClient', 'accessToken', code)(
    connect,
    'secret-token',
  ).catch(() => undefined)
  return { request: sent[0], answer }
}

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  'the example of %s',
  (_id, operation) => {
    const draft = toDraft(document, operation)
    const hasToken = takesToken(operation.callers)
    const wanted = toRequest(document, operation, draft, hasToken)

    it('in TypeScript sends what the form would', async () => {
      const { request, answer } = await run(toTypescript(document, operation, draft, ORIGIN))
      if (isAddress(operation)) {
        expect(new URL(answer).pathname).toBe(new URL(wanted.path, ORIGIN).pathname)
        return
      }
      expect(request?.method).toBe(wanted.method)
      expect(request?.url).toBe(ORIGIN + wanted.path)
      expect(request?.headers.get('authorization')).toBe(hasToken ? 'Bearer secret-token' : null)
      const body = await request?.text()
      expect(body ? JSON.parse(body) : undefined).toEqual(
        wanted.body === undefined ? undefined : JSON.parse(wanted.body),
      )
    })

    it('in curl names the address, and no secret', () => {
      const command = toCurl(operation, wanted, ORIGIN)
      expect(command).toContain(`'${ORIGIN}${wanted.path}'`)
      expect(command).not.toMatch(/Bearer (?!\$ACCESS_TOKEN)|Cookie: [^=]+=(?!\$SESSION)/)
    })
  },
)

it('there are operations to try it with', () => {
  expect(operations.length).toBeGreaterThan(20)
})

it('what is typed is sent as it is, and quoted for the shell', () => {
  const operation = operations.find(({ id }) => id === 'listUsers')
  if (!operation) throw new Error('There is no listUsers.')
  const values = {
    [toKey({ in: 'query', name: 'search' })]: "o'neill & sons",
    [toKey({ in: 'query', name: 'filter' })]: 'jobTitle:Dean\nuserType:Guest\n',
    [toKey({ in: 'query', name: 'top' })]: '5',
  }
  const draft = { values, mediaType: undefined, body: '' }
  const request = toRequest(document, operation, draft, true)
  expect(request.path).toBe(
    '/api/users?search=o%27neill+%26+sons&filter=jobTitle%3ADean&filter=userType%3AGuest&top=5',
  )
  expect(toTypescript(document, operation, draft, ORIGIN)).toContain(
    "filter: ['jobTitle:Dean', 'userType:Guest'],\n  top: 5,",
  )
  const echoed = { ...request, body: `{"name":"o'neill"}` }
  expect(toCurl(operation, echoed, ORIGIN)).toContain(`'{"name":"o'\\''neill"}'`)
})
