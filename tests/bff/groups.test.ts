import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  Group,
  GroupConversationPage,
  GroupDocumentPage,
  GroupMemberPage,
  GroupPage,
} from '@vestibule/contract'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient, getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import { startGraphProxy } from '../helpers/graph-proxy.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let proxy: Awaited<ReturnType<typeof startGraphProxy>>
let ada: Visitor
let tom: Visitor
let max: Visitor
let ids: Record<string, string>
beforeAll(async () => {
  proxy = await startGraphProxy(() => world.emulator.url)
  world = await startWorld({ users: 60 })
  world.context.graph.baseUrl = proxy.url
  ;[ada, tom, max] = await Promise.all([
    world.signIn('Ada Admin'),
    world.signIn('Tom Teacher'),
    world.signIn('Max Member'),
  ])
  const { items } = (await ada.get('/api/groups')).json() as GroupPage
  ids = Object.fromEntries(items.map(({ id, displayName }) => [String(displayName), id]))
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})
afterEach(() => {
  world.emulator.clearFaults()
  proxy.meddle({})
})

type Reader = Pick<Visitor, 'get'>
const to = (group: string, part: string) => `/api/groups/${ids[group]}/${part}`
const listNames = (page: GroupPage) => page.items.map(({ displayName }) => displayName)
const readDocuments = async (group: string, query = '', as: Reader = tom) =>
  (await as.get(to(group, `documents${query}`))).json() as GroupDocumentPage
const readConversations = async (group: string, query = '', as: Reader = tom) =>
  (await as.get(to(group, `conversations${query}`))).json() as GroupConversationPage

async function findFolder(group: string, name: string, within = ''): Promise<string> {
  const { items } = await readDocuments(group, within && `?folder=${within}`)
  return items.find((item) => item.name === name)?.id ?? ''
}

describe('GET /api/groups', () => {
  const list = async (query = '') => (await ada.get(`/api/groups${query}`)).json() as GroupPage

  it('answers what the contract names and nothing else, by name', async () => {
    const page = await list()
    expect(listNames(page)).toEqual([
      'All students',
      'All teachers',
      'Chess club',
      'IT operations',
      'Staff',
    ])
    expect(page).toMatchObject({ total: 5, nextCursor: null })
    expect(page.items[2]).toEqual({
      id: ids['Chess club'],
      displayName: 'Chess club',
      description: 'Thursdays at four, library',
      mail: 'chess@contoso.test',
      kind: 'microsoft365',
      isDynamic: false,
      visibility: 'Public',
      createdAt: '2020-01-15T09:00:00Z',
    })
    expect(page.items[4]).toMatchObject({ kind: 'security', mail: null, visibility: null })
  })

  it('leads through all of them by cursor, each once', async () => {
    const names: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: GroupPage = await list(`?top=2${cursor && `&cursor=${cursor}`}`)
      names.push(...listNames(page))
      cursor = page.nextCursor
    }
    expect(names).toEqual(Object.keys(ids))
  })

  it('searches names, descriptions and addresses', async () => {
    expect(listNames(await list('?search=chess'))).toEqual(['Chess club'])
    expect(listNames(await list('?search=learns'))).toEqual(['All students'])
    expect(listNames(await list('?search=teachers%40contoso'))).toEqual(['All teachers'])
  })

  it('narrows to a kind', async () => {
    expect(listNames(await list('?kind=security'))).toEqual(['IT operations', 'Staff'])
    expect((await list('?kind=microsoft365')).total).toBe(3)
    expect(listNames(await list('?kind=microsoft365&search=chess'))).toEqual(['Chess club'])
    expect((await list('?kind=mailEnabledSecurity')).items).toEqual([])
    expect((await list('?kind=distribution')).items).toEqual([])
  })

  it.each([
    "O'Brien",
    '"',
    'chess" OR "displayName:staff',
    '\\',
    '&$select=*',
    '$select=*',
    '%26$top=1',
    '#',
    ') or (',
    '日本',
  ])('takes any search as words, never as a query of its own: %s', async (search) => {
    const reply = await ada.get(`/api/groups?search=${encodeURIComponent(search)}`)
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({ items: [] })
  })

  it.each([
    ['top=0', 'top'],
    ['top=1000', 'top'],
    ['search=', 'search'],
    [`search=${'x'.repeat(201)}`, 'search'],
    ['kind=secret', 'kind'],
    ['cursor=', 'cursor'],
    ['cursor=a%20b', 'cursor'],
    ['%24filter=x', '$filter'],
  ])('refuses %s and names the field', async (query, field) => {
    const reply = await ada.get(`/api/groups?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].path).toBe(field)
  })

  it('tells a guest that the organisation does not let them see it', async () => {
    const reply = await (await world.signIn('Gil Guest')).get('/api/groups')
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'forbidden' })
  })

  it('is refused to a visitor', async () => {
    for (const path of ['/api/groups', to('Staff', 'members'), to('Staff', 'documents')]) {
      expect((await world.visit().get(path)).statusCode).toBe(401)
    }
  })
})

describe('a group', () => {
  it('is found by its id', async () => {
    const reply = await ada.get(`/api/groups/${ids.Staff}`)
    expect(reply.json() as Group).toMatchObject({ id: ids.Staff, displayName: 'Staff' })
  })

  it('that nobody knows is a 404, in each of its parts', async () => {
    const unknown = '/api/groups/00000000-0000-4000-8000-000000000000'
    for (const part of ['', '/members', '/documents', '/conversations']) {
      const reply = await ada.get(unknown + part)
      expect(reply.statusCode).toBe(404)
      expect(reply.json(), part).toMatchObject({ code: 'not_found' })
    }
  })

  it('tells its members apart, those of a group within it not among them', async () => {
    const page = (await ada.get(to('Staff', 'members'))).json() as GroupMemberPage
    expect(page.total).toBe(3)
    expect(page.items).toContainEqual({
      id: ids['All teachers'],
      kind: 'group',
      displayName: 'All teachers',
      userPrincipalName: null,
      mail: 'teachers@contoso.test',
    })
    const people = page.items.filter(({ kind }) => kind === 'user')
    expect(people).toEqual([
      expect.objectContaining({ userPrincipalName: 'ola@contoso.test', mail: 'ola@contoso.test' }),
    ])
  })

  it('leads through its members by cursor, each once', async () => {
    const found = new Set<string>()
    let cursor: string | null = ''
    let total: number | null = null
    while (cursor !== null) {
      const query: string = `?top=5${cursor && `&cursor=${cursor}`}`
      const page: GroupMemberPage = (await ada.get(to('All teachers', `members${query}`))).json()
      total ??= page.total
      for (const { id } of page.items) found.add(id)
      cursor = page.nextCursor
    }
    expect(found.size).toBe(total)
    expect(found.size).toBeGreaterThan(5)
  })

  it.each([
    '..',
    '..%2f..%2fbeta%2fme',
    '%2e%2e%2fme',
    'a%2fb',
    'me',
    'x%3f$select=id',
    'x%23y',
    'https%3a%2f%2fevil.test',
    '5b7e2c90-41d3-4a86-b0f1-9c8d7e6f5a43%2fdrive',
    `${'5b7e2c90-41d3-4a86-b0f1-9c8d7e6f5a43'.repeat(8)}`,
  ])('is asked for by no id that could climb to another path of Graph: %s', async (id) => {
    const before = world.emulator.requests().length
    for (const part of ['', '/members', '/documents', '/conversations']) {
      expect([400, 404]).toContain((await ada.get(`/api/groups/${id}${part}`)).statusCode)
    }
    expect(world.emulator.requests()).toHaveLength(before)
  })
})

describe('documents', () => {
  it('are what is in the library, in the contract’s words', async () => {
    const page = await readDocuments('Chess club')
    expect(page.folder).toBeNull()
    expect(page.webUrl).toBe('https://contoso.sharepoint.test/sites/chess/Shared%20Documents')
    expect(page.items.find(({ name }) => name === 'Opening books')).toEqual({
      id: expect.stringMatching(/^01[A-Z2-7]{32}$/),
      name: 'Opening books',
      kind: 'folder',
      size: 3_248_651,
      childCount: 3,
      mimeType: null,
      modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
      modifiedBy: 'Tom Teacher',
      webUrl: `${page.webUrl}/Opening%20books`,
    })
    const file = page.items.find(({ name }) => name === 'Rules of the club.docx')
    expect(file).toMatchObject({ kind: 'file', size: 37_118, childCount: null })
    expect(file?.mimeType).toContain('wordprocessing')
  })

  it('of a folder come with the folders it is in', async () => {
    const outer = await findFolder('Chess club', 'Opening books')
    const inner = await findFolder('Chess club', 'Puzzles', outer)
    const page = await readDocuments('Chess club', `?folder=${inner}`)
    expect(page.items.map(({ name }) => name)).toEqual(['Mate in three.pdf', 'Mate in two.pdf'])
    expect(page.folder).toEqual({
      id: inner,
      name: 'Puzzles',
      path: [{ id: outer, name: 'Opening books' }],
      webUrl: `${page.webUrl}/Opening%20books/Puzzles`,
    })
    expect((await readDocuments('Chess club', `?folder=${outer}`)).folder).toMatchObject({
      name: 'Opening books',
      path: [],
    })
  })

  it('come page by page, and so does what is in a folder', async () => {
    const folder = await findFolder('All teachers', 'Minutes of meetings')
    const first = await readDocuments('All teachers', `?folder=${folder}&top=7`)
    const second = await readDocuments(
      'All teachers',
      `?folder=${folder}&top=7&cursor=${encodeURIComponent(String(first.nextCursor))}`,
    )
    expect(second.nextCursor).toBeNull()
    expect(second.folder?.id).toBe(folder)
    const names = [...first.items, ...second.items].map(({ name }) => name)
    expect(new Set(names).size).toBe(12)
  })

  it('may be none', async () => {
    const sara = await world.signIn('Sara Student')
    const page = await readDocuments('All students', '', sara)
    expect(page).toMatchObject({ items: [], nextCursor: null, webUrl: expect.any(String) })
  })

  it('a security group has none, and says so by a code of its own', async () => {
    for (const query of ['', '?folder=01ABC']) {
      const reply = await ada.get(to('Staff', `documents${query}`))
      expect(reply.statusCode).toBe(404)
      expect(reply.json()).toMatchObject({ code: 'no_drive' })
    }
  })

  it('of a private group are refused in words to who is not in it, administrators too', async () => {
    for (const person of [ada, max]) {
      const reply = await person.get(to('All teachers', 'documents'))
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({
        code: 'forbidden',
        detail: expect.stringContaining('documents of this group'),
      })
    }
    expect((await max.get(to('Chess club', 'documents'))).statusCode).toBe(200)
  })

  it('of a folder of another group, or in a file, are not found', async () => {
    const foreign = await findFolder('All teachers', 'Curriculum')
    const file = await findFolder('Chess club', 'Rules of the club.docx')
    for (const folder of [foreign, file, '01NOSUCHFOLDER']) {
      const reply = await tom.get(to('Chess club', `documents?folder=${folder}`))
      expect(reply.statusCode).toBe(404)
      expect(reply.json()).toMatchObject({ code: 'not_found' })
    }
  })

  it.each([
    '..%2f..%2froot',
    '%2e%2e',
    'a%2fb',
    'a.b',
    'x%3f$select=id',
    'root:%2fa:',
    'a%20b',
    '',
  ])('of no folder whose id could climb to another path of Graph: %s', async (folder) => {
    const before = world.emulator.requests().length
    const reply = await tom.get(to('Chess club', `documents?folder=${folder}`))
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].path).toBe('folder')
    expect(world.emulator.requests()).toHaveLength(before)
  })

  it('lead nowhere but to https', async () => {
    proxy.meddle({ onAnswer: (_path, body) => body.replaceAll(/"https:[^"]*"/g, '"javascript:1"') })
    const page = await readDocuments('Chess club')
    expect(page.webUrl).toBeNull()
    expect(page.items.map(({ webUrl }) => webUrl)).toEqual(page.items.map(() => null))
  })
})

describe('conversations', () => {
  it('come newest first in the contract’s words, with links to Outlook', async () => {
    const page = await readConversations('Chess club')
    const mailbox = 'https://outlook.office.com/owa/?path=/group/chess%40contoso.test/mail'
    expect(page.webUrl).toBe(mailbox)
    expect(page.items[0]).toEqual({
      id: expect.any(String),
      topic: 'Pairings for Thursday',
      preview: expect.stringContaining('Round four'),
      lastDeliveredAt: '2026-11-19T14:30:00Z',
      hasAttachments: true,
      senders: ['Tom Teacher', 'Sara Student'],
      webUrl: `${mailbox}&exsvurl=1&ispopout=0&ConvID=${encodeURIComponent(page.items[0]?.id ?? '')}`,
    })
    const times = page.items.map(({ lastDeliveredAt }) => String(lastDeliveredAt))
    expect(times).toEqual(times.toSorted().toReversed())
  })

  it('come page by page', async () => {
    const first = await readConversations('All teachers', '?top=9')
    const second = await readConversations('All teachers', `?top=9&cursor=${first.nextCursor}`)
    expect(second.nextCursor).toBeNull()
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(14)
  })

  it('a security group has none, and says so by a code of its own', async () => {
    const reply = await ada.get(to('IT operations', 'conversations'))
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ code: 'no_conversations' })
  })

  it('of a private group are refused in words to who is not in it', async () => {
    const reply = await max.get(to('All teachers', 'conversations'))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('conversations of this group'),
    })
  })

  it('take no cursor that is not one of theirs', async () => {
    for (const cursor of ['-1', 'abc', '1e9', '9999999999']) {
      const reply = await tom.get(to('Chess club', `conversations?cursor=${cursor}`))
      expect(reply.statusCode).toBe(400)
    }
  })
})

describe('what Graph says', () => {
  it('a next page is asked of our own Graph, wherever the link to it leads', async () => {
    const asked: unknown[] = []
    const stranger = createServer((request, reply) => {
      asked.push(request.headers.authorization)
      reply.end('{"value":[]}')
    }).listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const origin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
    proxy.meddle({ onAnswer: (_path, body) => body.replaceAll(world.emulator.url, origin) })
    const folder = await findFolder('All teachers', 'Minutes of meetings')
    for (const [path, left] of [
      ['/api/groups?top=3', 2],
      [to('Chess club', 'members?top=2'), 1],
      [to('All teachers', `documents?folder=${folder}&top=7`), 5],
      [to('All teachers', 'conversations?top=9'), 5],
    ] as const) {
      const { nextCursor } = (await tom.get(path)).json()
      const second = await tom.get(`${path}&cursor=${encodeURIComponent(nextCursor)}`)
      expect(second.json().items, path).toHaveLength(left)
    }
    stranger.close()
    expect(asked).toEqual([])
  })

  it.each(['', '/members', '/documents', '/conversations'])(
    'when it is throttled, how long to wait: /api/groups/{id}%s',
    async (part) => {
      const fault = { match: 'groups', kind: 'status', status: 429, retryAfterSeconds: 30 } as const
      world.emulator.addFault(fault)
      const reply = await tom.get(`/api/groups/${ids['Chess club']}${part}`)
      expect(reply.statusCode).toBe(503)
      expect(reply.headers['retry-after']).toBe('30')
      expect(reply.json()).toMatchObject({ code: 'upstream_throttled', retryAfterSeconds: 30 })
    },
  )

  it('when it is down, that it could not be reached', async () => {
    world.emulator.addFault({ match: 'groups', kind: 'html', status: 200 })
    for (const part of ['members', 'documents', 'conversations']) {
      const reply = await tom.get(to('Chess club', part))
      expect(reply.statusCode).toBe(502)
      expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
    }
  })
})

describe('a caller with a token', () => {
  it('reads as themselves, and an application only the list and who is in a group', async () => {
    const { app, emulator } = world
    const person = createClient(app, await getDelegatedToken(emulator, 'Max Member'))
    expect((await person.get(to('Chess club', 'documents'))).statusCode).toBe(200)
    expect((await person.get(to('All teachers', 'documents'))).statusCode).toBe(403)
    const daemon = createClient(app, await getDaemonToken(emulator))
    expect(((await daemon.get('/api/groups')).json() as GroupPage).total).toBe(5)
    const members = (await daemon.get(to('Chess club', 'members'))).json() as GroupMemberPage
    expect(members.items.map(({ displayName }) => displayName)).toContain('Tom Teacher')
    for (const part of ['documents', 'conversations']) {
      const reply = await daemon.get(to('Chess club', part))
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'forbidden' })
    }
  })
})

describe('a permission', () => {
  let other: World
  beforeAll(async () => {
    other = await startWorld({ users: 0 })
  })
  afterAll(() => other[Symbol.asyncDispose]())

  it.each([
    ['/api/groups', ['Group.Read.All'], 'Group.Read.All'],
    ['members', ['Group.Read.All', 'User.Read.All'], 'User.Read.All'],
    ['documents', ['Files.Read.All'], 'Files.Read.All'],
    ['conversations', ['Group-Conversation.Read.All', 'Group.Read.All'], 'Group.Read.All'],
  ])('that is missing is named, and asked for: %s', async (part, scopes, missing) => {
    other.emulator.reset()
    const visitor = await other.signIn('Tom Teacher')
    other.emulator.withdrawConsent({ permissions: [missing] })
    const reply = await visitor.get(part.startsWith('/') ? part : to('Chess club', part))
    expect(reply.statusCode).toBe(403)
    const problem = reply.json()
    expect(problem).toMatchObject({ code: 'consent_required', scopes })
    expect(problem.signInUrl).toMatch(/^\/auth\/login\?for=[\w-]{22}$/)
  })
})
