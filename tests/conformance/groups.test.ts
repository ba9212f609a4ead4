import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Ada Admin', 'Group.Read.All User.Read.All')
})
afterAll(() => emulator.close())

interface GraphObject {
  '@odata.type'?: string
  id: string
  displayName: string | null
}

interface Answer {
  status: number
  body: {
    value?: GraphObject[]
    '@odata.count'?: number
    '@odata.nextLink'?: string
    '@odata.context'?: string
    error?: { code: string; message: string }
    [name: string]: unknown
  }
}

async function get(path: string, isEventual = false, bearer = token): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${emulator.url}/v1.0${path}`
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(isEventual && { consistencylevel: 'eventual' }),
  }
  const response = await fetch(url, { headers })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const listNames = ({ body }: Answer): (string | null)[] =>
  (body.value ?? []).map(({ displayName }) => displayName)

async function getId(name: string): Promise<string> {
  const { body } = await get(`/groups?$filter=displayName eq '${name}'`)
  return body.value?.[0]?.id ?? ''
}

describe('/groups', () => {
  test('lists all groups with the 35 default properties', async () => {
    const answer = await get('/groups')
    expect(answer.body['@odata.context']).toBe(`${emulator.url}/v1.0/$metadata#groups`)
    expect(listNames(answer)).toContain('Chess club')
    expect(Object.keys(answer.body.value?.[0] ?? {})).toHaveLength(35)
    expect(answer.body.value?.[0]).not.toHaveProperty('@odata.type')
  })

  test('$select, $top, $count and nextLinks', async () => {
    const first = await get('/groups?$select=displayName,id&$top=2&$count=true', true)
    expect(first.body['@odata.count']).toBe(5)
    expect(Object.keys(first.body.value?.[0] ?? {}).toSorted()).toEqual(['displayName', 'id'])
    const second = await get(first.body['@odata.nextLink'] ?? '', true)
    const third = await get(second.body['@odata.nextLink'] ?? '', true)
    expect(third.body).not.toHaveProperty('@odata.nextLink')
    expect(new Set([first, second, third].flatMap(listNames)).size).toBe(5)
    expect((await get(first.body['@odata.nextLink'] ?? '')).body.error?.code).toBe(
      'Directory_ExpiredPageToken',
    )
  })

  test('$orderby displayName sorts both ways', async () => {
    const up = listNames(await get('/groups?$orderby=displayName'))
    const down = listNames(await get('/groups?$orderby=displayName desc'))
    expect(up[0]).toBe('All students')
    expect(down).toEqual(up.toReversed())
  })

  test.each([
    ["startswith(displayName,'chess')", ['Chess club']],
    ["groupTypes/any(c:c eq 'Unified')", ['All teachers', 'All students', 'Chess club']],
    ['securityEnabled eq true', ['IT operations', 'Staff']],
    ["mail eq 'chess@contoso.test'", ['Chess club']],
  ])('$filter=%s', async (filter, names) => {
    expect(listNames(await get(`/groups?$filter=${encodeURIComponent(filter)}`))).toEqual(names)
  })

  test('not and endswith need an advanced query, $search needs the header', async () => {
    const not = `/groups?$filter=${encodeURIComponent("not groupTypes/any(c:c eq 'Unified')")}`
    expect((await get(not)).body.error?.code).toBe('Request_UnsupportedQuery')
    expect(listNames(await get(`${not}&$count=true`, true))).toEqual(['IT operations', 'Staff'])
    const search = `/groups?$search=${encodeURIComponent('"description:library"')}`
    expect((await get(search)).body.error?.code).toBe('Request_UnsupportedQuery')
    expect(listNames(await get(search, true))).toEqual(['Chess club'])
  })

  test('an unknown property of $filter is 400', async () => {
    const answer = await get(`/groups?$filter=${encodeURIComponent("jobTitle eq 'x'")}`)
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          message: "Could not find a property named 'jobTitle' on type 'microsoft.graph.group'.",
        },
      },
    })
  })

  test('/groups/$count is a plain number and wants ConsistencyLevel', async () => {
    expect((await get('/groups/$count')).status).toBe(400)
    expect((await get('/groups/$count', true)).body).toBe(5)
  })

  test('without a permission for groups, and for guests, it is 403', async () => {
    const plain = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    expect((await get('/groups', false, plain)).body.error?.code).toBe(
      'Authorization_RequestDenied',
    )
    const guest = await createUserToken(emulator, 'Gil Guest', 'Group.Read.All')
    expect((await get('/groups', false, guest)).status).toBe(403)
  })

  test('an application with Group.Read.All lists them', async () => {
    const application = await createApplicationToken(emulator)
    expect((await get('/groups', false, application)).body.value).toHaveLength(5)
  })
})

describe('/groups/{id}', () => {
  test('answers one group, with $select', async () => {
    const { body } = await get(`/groups/${await getId('Chess club')}?$select=displayName`)
    expect(body).toEqual({
      '@odata.context': `${emulator.url}/v1.0/$metadata#groups(displayName)/$entity`,
      displayName: 'Chess club',
    })
  })

  test('who does not exist is 404 Request_ResourceNotFound', async () => {
    const answer = await get('/groups/00000000-0000-4000-8000-000000000000')
    expect(answer.status).toBe(404)
    expect(answer.body.error?.code).toBe('Request_ResourceNotFound')
  })
})

describe('/groups/{id}/members', () => {
  test('people and nested groups come marked with their type', async () => {
    const { body } = await get(`/groups/${await getId('Staff')}/members`)
    expect(body['@odata.context']).toBe(`${emulator.url}/v1.0/$metadata#directoryObjects`)
    const kinds = body.value?.map((member) => [member['@odata.type'], member.displayName])
    expect(kinds).toContainEqual(['#microsoft.graph.user', 'Ola On-Premises'])
    expect(kinds).toContainEqual(['#microsoft.graph.group', 'All teachers'])
  })

  test.each(['microsoft.graph.user', 'graph.user'])('%s casts to people', async (cast) => {
    const { body } = await get(`/groups/${await getId('Staff')}/members/${cast}`)
    expect(body.value?.map(({ displayName }) => displayName)).toEqual(['Ola On-Premises'])
    expect(body.value?.[0]).not.toHaveProperty('@odata.type')
  })

  test('pages', async () => {
    const id = await getId('All students')
    const all = await get(`/groups/${id}/members?$top=999`)
    let link: string | undefined = `/groups/${id}/members?$top=7&$select=id`
    const seen = new Set<string>()
    while (link !== undefined) {
      const { body }: Answer = await get(link)
      for (const member of body.value ?? []) seen.add(member.id)
      link = body['@odata.nextLink']
    }
    expect(seen.size).toBe(all.body.value?.length)
  })

  test('who may not read people sees type and id only', async () => {
    const limited = await createUserToken(emulator, 'Tom Teacher', 'GroupMember.Read.All')
    const { body } = await get(`/groups/${await getId('Chess club')}/members`, false, limited)
    expect(body.value?.[0]).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      id: emulator.people[0]?.id,
      displayName: null,
    })
  })
})
