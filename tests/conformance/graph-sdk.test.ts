import {
  Client,
  type Context,
  GraphError,
  type Middleware,
  PageIterator,
} from '@microsoft/microsoft-graph-client'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

/** The SDK leaves the Authorization header out on plain http, so its chain is replaced by this one. */
class BearerMiddleware implements Middleware {
  readonly #token: string
  constructor(token: string) {
    this.#token = token
  }
  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as Record<string, string> | undefined)
    headers.set('authorization', `Bearer ${this.#token}`)
    context.response = await fetch(context.request, { ...context.options, headers } as RequestInit)
  }
}

function createClient(token: string): Client {
  const middleware = new BearerMiddleware(token)
  return Client.initWithMiddleware({ middleware, baseUrl: emulator.url, defaultVersion: 'v1.0' })
}

async function createClientFor(person: string, scope: string): Promise<Client> {
  return createClient(await createUserToken(emulator, person, scope))
}

const eventual = { ConsistencyLevel: 'eventual' }

async function getError(call: Promise<unknown>): Promise<GraphError> {
  const problem = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (problem instanceof GraphError) return problem
  throw new Error('The call was not refused', { cause: problem })
}

interface Person {
  id: string
  displayName: string
  userPrincipalName: string
  accountEnabled?: boolean
  userType?: string
}

interface Page {
  value: Person[]
  '@odata.count'?: number
  '@odata.nextLink'?: string
  '@odata.context': string
}

/** The SDK takes only https nextLinks apart, so a test hands it path and query. */
const toPath = (link: string | undefined): string => {
  const { pathname, search } = new URL(link ?? '')
  return pathname.replace('/v1.0', '') + search
}

describe('/me', () => {
  test('answers the eleven default properties with id last', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read')
    const me = await client.api('/me').get()
    expect(Object.keys(me)).toEqual([
      '@odata.context',
      'businessPhones',
      'displayName',
      'givenName',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
      'id',
    ])
    expect(me['@odata.context']).toBe(`${emulator.url}/v1.0/$metadata#users/$entity`)
  })

  test('ignores an unknown property of $select', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read')
    expect(await client.api('/me').select('noSuchProperty').get()).toEqual({
      '@odata.context': `${emulator.url}/v1.0/$metadata#users(noSuchProperty)/$entity`,
    })
  })

  test('is nobody for an application', async () => {
    const client = createClient(await createApplicationToken(emulator))
    expect(await getError(client.api('/me').get())).toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
    })
  })
})

describe('/users', () => {
  let client: Client
  beforeEach(async () => {
    client = await createClientFor('Ada Admin', 'User.Read.All')
  })

  test('pages through everyone once, with the count on the first page only', async () => {
    const first: Page = await client.api('/users').headers(eventual).count(true).top(25).get()
    const second: Page = await client.api(toPath(first['@odata.nextLink'])).headers(eventual).get()
    const third: Page = await client.api(toPath(second['@odata.nextLink'])).headers(eventual).get()
    expect(first['@odata.count']).toBe(72)
    expect(second).not.toHaveProperty('@odata.count')
    expect(third).not.toHaveProperty('@odata.nextLink')
    const ids = [...first.value, ...second.value, ...third.value].map(({ id }) => id)
    expect(ids).toHaveLength(72)
    expect(new Set(ids).size).toBe(72)
  })

  test("nextLinks are absolute, keep the request's query with literal $ and a long opaque token", async () => {
    const page: Page = await client.api('/users').top(5).select('displayName').get()
    const link = page['@odata.nextLink'] ?? ''
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\.0\/users\?/)
    expect(link).toContain('$select=displayName')
    expect(link).toContain('$top=5')
    expect(/\$skiptoken=([\w-]{60,})$/.test(link)).toBe(true)
    expect(Object.keys(page.value[0] ?? {})).toEqual(['displayName'])
  })

  test("PageIterator walks the pages when it is given the first request's headers", async () => {
    const first: Page = await client.api('/users').headers(eventual).count(true).top(30).get()
    const seen: Person[] = []
    const rewritten = { ...first, '@odata.nextLink': toPath(first['@odata.nextLink']) }
    const iterator = new PageIterator(
      client,
      rewritten,
      (person: Person) => {
        seen.push(person)
        return seen.length < 60
      },
      { headers: eventual },
    )
    await iterator.iterate()
    expect(seen).toHaveLength(60)
  })

  test('page two of an advanced query without ConsistencyLevel is Directory_ExpiredPageToken', async () => {
    const first: Page = await client.api('/users').headers(eventual).count(true).top(5).get()
    const second = client.api(toPath(first['@odata.nextLink'])).get()
    expect(await getError(second)).toMatchObject({
      statusCode: 400,
      code: 'Directory_ExpiredPageToken',
    })
  })

  test('a page token continues only its own query', async () => {
    const first: Page = await client.api('/users').top(5).get()
    const token = toPath(first['@odata.nextLink']).split('$skiptoken=')[1]
    const foreign = client.api(`/users?$top=5&$select=id&$skiptoken=${token}`).get()
    expect((await getError(foreign)).code).toBe('Directory_ExpiredPageToken')
  })

  test.each([0, 1000])('$top=%i is refused', async (top) => {
    const problem = await getError(client.api(`/users?$top=${top}`).get())
    expect(problem).toMatchObject({ statusCode: 400, code: 'Request_BadRequest' })
  })

  test('$skip is refused', async () => {
    expect(await getError(client.api('/users').skip(5).get())).toMatchObject({ statusCode: 400 })
  })

  test('accountEnabled comes only when it is selected', async () => {
    const plain: Page = await client.api('/users').top(1).get()
    const selected: Page = await client.api('/users').top(1).select('accountEnabled').get()
    expect(plain.value[0]).not.toHaveProperty('accountEnabled')
    expect(selected.value).toEqual([{ accountEnabled: true }])
  })

  test('a property only one person at a time has is 501 on the list', async () => {
    const problem = await getError(client.api('/users').select('aboutMe').get())
    expect(problem).toMatchObject({ statusCode: 501, code: 'NotImplemented' })
  })

  test('$count=true without ConsistencyLevel is ignored', async () => {
    const page: Page = await client.api('/users').count(true).get()
    expect(page).not.toHaveProperty('@odata.count')
  })

  test('/users/$count is a plain number and wants ConsistencyLevel', async () => {
    expect(await client.api('/users/$count').headers(eventual).get()).toBe('72')
    const problem = await getError(client.api('/users/$count').get())
    expect(problem).toMatchObject({ statusCode: 400, code: 'Request_BadRequest' })
  })
})

describe('$search', () => {
  const search = (client: Client, text: string): Promise<Page> =>
    client.api('/users').headers(eventual).search(text).get()

  test('finds by the beginning of any word of the display name', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const { value } = await search(client, '"displayName:stud"')
    expect(value.map(({ displayName }) => displayName)).toEqual(['Sara Student'])
  })

  test('finds names of other scripts', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const { value } = await search(client, encodeURIComponent('"displayName:الحسيني"'))
    expect(value.map(({ userPrincipalName }) => userPrincipalName)).toEqual(['noor@contoso.test'])
  })

  test('OR joins clauses, AND narrows, and other properties match at their beginning', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const either = await search(client, '"displayName:tom" OR "mail:ada@"')
    expect(either.value.map(({ displayName }) => displayName).sort()).toEqual([
      'Ada Admin',
      'Tom Teacher',
    ])
    const both = await search(client, '"displayName:tom" AND "surname:admin"')
    expect(both.value).toEqual([])
  })

  test('without ConsistencyLevel is refused', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const problem = await getError(client.api('/users').search('"displayName:tom"').get())
    expect(problem).toMatchObject({ statusCode: 400, code: 'Request_UnsupportedQuery' })
  })

  test('of an unquoted clause is refused', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const problem = await getError(search(client, 'tom'))
    expect(problem).toMatchObject({ statusCode: 400, code: 'Request_UnsupportedQuery' })
  })
})

describe('$filter and $orderby', () => {
  let client: Client
  beforeEach(async () => {
    client = await createClientFor('Ada Admin', 'User.Read.All')
  })
  const names = async (filter: string, headers: Record<string, string> = {}): Promise<string[]> => {
    const request = client.api('/users').headers(headers).filter(filter).top(999)
    const page: Page = await (headers.ConsistencyLevel ? request.count(true) : request).get()
    return page.value.map(({ displayName }) => displayName)
  }

  test.each([
    ["displayName eq 'ada admin'", ['Ada Admin']],
    [
      "startswith(displayName,'Sara') or userPrincipalName eq 'tom@contoso.test'",
      ['Tom Teacher', 'Sara Student'],
    ],
    ["department in ('Library','Year 11') and startswith(displayName,'Sara')", ['Sara Student']],
    ["(surname eq 'Admin' or surname eq 'Teacher') and givenName eq 'Tom'", ['Tom Teacher']],
    ["accountEnabled eq false and startswith(userPrincipalName,'dana@')", ['Dana Disabled']],
    ['assignedLicenses/any(l:l/skuId eq 80f12768-d8d9-4e93-99a8-fa2464374d34)', ['Tom Teacher']],
    ["displayName eq 'O''Hara'", []],
    ["jobTitle eq null and startswith(displayName,'Max')", ['Max Member']],
    ['createdDateTime lt 2010-01-01T00:00:00Z', []],
  ])('%s', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected)
  })

  test.each([
    ["userType ne 'Member' and startswith(displayName,'Gil')", ['Gil Guest']],
    ["not startswith(userPrincipalName,'gil') and endswith(mail,'gil@fabrikam.test')", []],
    ["endswith(mail,'gil@fabrikam.test')", ['Gil Guest']],
    ['assignedLicenses/$count eq 2', ['Tom Teacher']],
  ])('%s only as an advanced query', async (filter, expected) => {
    expect(await names(filter, eventual)).toEqual(expected)
    expect(await getError(names(filter))).toMatchObject({
      statusCode: 400,
      code: 'Request_UnsupportedQuery',
    })
  })

  test.each(['displayName eq', 'shoeSize eq 44', "displayName eq 'a' and", "(displayName eq 'a'"])(
    '%s is refused',
    async (filter) => {
      expect(await getError(names(filter))).toMatchObject({ statusCode: 400, code: 'BadRequest' })
    },
  )

  test('sorts by display name both ways', async () => {
    const get = async (order: string): Promise<string[]> => {
      const page: Page = await client.api('/users').orderby(order).top(999).get()
      return page.value.map(({ id }) => id)
    }
    const ascending = await get('displayName')
    expect(await get('displayName desc')).toEqual(ascending.toReversed())
    expect(ascending).toHaveLength(72)
  })

  test('sorting with a filter, or by createdDateTime, needs an advanced query', async () => {
    for (const query of [
      "$filter=surname eq 'Admin'&$orderby=displayName",
      '$orderby=createdDateTime',
    ]) {
      expect((await getError(client.api(`/users?${query}`).get())).code).toBe(
        'Request_UnsupportedQuery',
      )
      const page: Page = await client.api(`/users?${query}&$count=true`).headers(eventual).get()
      expect(page['@odata.count']).toBe(page.value.length)
    }
  })

  test('sorting by anything else is refused with Request_UnsupportedQuery', async () => {
    const request = client.api('/users?$orderby=department&$count=true').headers(eventual)
    expect((await getError(request.get())).code).toBe('Request_UnsupportedQuery')
  })
})

describe('one person', () => {
  test('is found by id, by user principal name and with an encoded #EXT#', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const [ada] = emulator.people
    const guest = encodeURIComponent('gil_fabrikam.test#EXT#@contoso.test')
    expect((await client.api(`/users/${ada?.id}`).get()).displayName).toBe('Ada Admin')
    expect((await client.api('/users/ADA@contoso.test').get()).displayName).toBe('Ada Admin')
    expect((await client.api(`/users/${guest}`).get()).displayName).toBe('Gil Guest')
    expect((await client.api("/users('tom@contoso.test')").get()).displayName).toBe('Tom Teacher')
  })

  test('who does not exist is 404 Request_ResourceNotFound', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read.All')
    const problem = await getError(client.api('/users/nobody').get())
    expect(problem).toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound' })
    expect(problem.message).toBe(
      "Resource 'nobody' does not exist or one of its queried reference-property objects are not present.",
    )
  })
})

describe('permissions', () => {
  test('User.Read opens oneself and nobody else', async () => {
    const client = await createClientFor('Max Member', 'User.Read')
    expect((await client.api('/users/max@contoso.test').get()).displayName).toBe('Max Member')
    for (const path of ['/users', '/users/ada@contoso.test', '/subscribedSkus']) {
      expect(await getError(client.api(path).get())).toMatchObject({
        statusCode: 403,
        code: 'Authorization_RequestDenied',
      })
    }
  })

  test('User.ReadBasic.All fills only the basic properties', async () => {
    const client = await createClientFor('Max Member', 'User.ReadBasic.All')
    const ada = await client.api('/users/ada@contoso.test').get()
    expect(ada).toMatchObject({ displayName: 'Ada Admin', jobTitle: null, mobilePhone: null })
  })

  test('guests may not list people', async () => {
    const client = await createClientFor('Gil Guest', 'User.Read.All')
    for (const path of ['/users', '/users/$count']) {
      expect((await getError(client.api(path).headers(eventual).get())).statusCode).toBe(403)
    }
    expect((await client.api('/me').get()).displayName).toBe('Gil Guest')
  })

  test('directoryRoles answers who holds a role themselves', async () => {
    const scope = 'RoleManagement.Read.Directory'
    const ada = await createClientFor('Ada Admin', scope)
    const max = await createClientFor('Max Member', scope)
    const { value } = await ada.api('/directoryRoles').get()
    expect(value[0]).toMatchObject({
      displayName: 'Global Administrator',
      roleTemplateId: '62e90394-69f5-4237-9190-012177145e10',
    })
    expect((await getError(max.api('/directoryRoles').get())).statusCode).toBe(403)
  })

  test('an application reads with its roles', async () => {
    const client = createClient(await createApplicationToken(emulator))
    expect((await client.api('/users').top(1).get()).value).toHaveLength(1)
    expect((await client.api('/users/tom@contoso.test/memberOf').get()).value).not.toEqual([])
  })
})

describe('organisation, licences, memberships', () => {
  test('organization shows id, name and domains to User.Read and more to Organization.Read.All', async () => {
    const little = await (await createClientFor('Max Member', 'User.Read'))
      .api('/organization')
      .get()
    expect(little.value[0]).toMatchObject({ displayName: 'Contoso', tenantType: null })
    expect(little.value[0].verifiedDomains[0].name).toBe('contoso.test')
    const client = await createClientFor('Ada Admin', 'Organization.Read.All')
    const { value } = await client.api('/organization').get()
    expect(value[0]).toMatchObject({ tenantType: 'AAD' })
  })

  test('licences tell teachers from students', async () => {
    const skuOf = async (person: string): Promise<string[]> => {
      const client = await createClientFor(person, 'User.Read')
      const { value } = await client.api('/me/licenseDetails').get()
      return value.map(({ skuPartNumber }: { skuPartNumber: string }) => skuPartNumber)
    }
    expect(await skuOf('Tom Teacher')).toContain('STANDARDWOFFPACK_FACULTY')
    expect(await skuOf('Sara Student')).toEqual(['STANDARDWOFFPACK_STUDENT'])
    expect(await skuOf('Max Member')).toEqual([])
  })

  test('subscribedSkus counts what is assigned', async () => {
    const client = await createClientFor('Ada Admin', 'LicenseAssignment.Read.All')
    const { value } = await client.api('/subscribedSkus').get()
    const preview = value.find(({ skuPartNumber }: never) => skuPartNumber === 'CLASSDASH_PREVIEW')
    expect(preview).toMatchObject({ consumedUnits: 1, prepaidUnits: { enabled: 100 } })
  })

  test('memberOf mixes groups and roles, transitiveMemberOf follows nesting', async () => {
    const client = await createClientFor('Ada Admin', 'Directory.Read.All')
    const types = new Set(
      (await client.api('/me/memberOf').get()).value.map((item: never) => item['@odata.type']),
    )
    expect(types).toEqual(new Set(['#microsoft.graph.group', '#microsoft.graph.directoryRole']))
    const namesOf = async (path: string): Promise<string[]> =>
      (await client.api(path).get()).value.map(({ displayName }: Person) => displayName)
    expect(await namesOf('/me/memberOf/microsoft.graph.group')).not.toContain('Staff')
    expect(await namesOf('/me/transitiveMemberOf/graph.group')).toContain('Staff')
    expect(await namesOf('/me/transitiveMemberOf/microsoft.graph.directoryRole')).toEqual([
      'Global Administrator',
    ])
  })

  test('memberships the caller may not read are reduced to type and id', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read')
    const { value } = await client.api('/me/memberOf/microsoft.graph.directoryRole').get()
    expect(value[0].id).toBeTruthy()
    expect(value[0].displayName).toBeNull()
  })
})

describe('paths', () => {
  test('a segment Graph does not have is 400, one the demo tenant lacks is 501', async () => {
    const client = await createClientFor('Ada Admin', 'User.Read')
    const unknown = await getError(client.api('/me/unicorns').get())
    expect(unknown).toMatchObject({ statusCode: 400, code: 'BadRequest' })
    expect(unknown.message).toBe("Resource not found for the segment 'unicorns'.")
    const missing = await getError(client.api('/me/manager').get())
    expect(missing).toMatchObject({ statusCode: 501, code: 'NotImplemented' })
  })
})
