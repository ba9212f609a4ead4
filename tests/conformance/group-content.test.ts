import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  callGraph,
  catchGraphError,
  createGraphClient,
  type GraphAnswer,
  toRefusal,
} from './graph-driver.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
const readEverything = 'Group.Read.All Files.Read.All Group-Conversation.Read.All'
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Tom Teacher', readEverything)
})
afterAll(() => emulator.close())

const get = (path: string): Promise<GraphAnswer> => callGraph(emulator, token, path)

async function getGroupPath(name: string): Promise<string> {
  const { body } = await get(`/groups?$filter=displayName eq '${name}'`)
  return `/groups/${body.value[0]?.id}`
}

describe('groups', () => {
  test('Microsoft 365 groups, security groups and teams can be told apart', async () => {
    const ask = async (filter: string): Promise<unknown[]> => {
      const { body } = await get(`/groups?$filter=${filter}`)
      return body.value.map(({ displayName }) => displayName)
    }
    expect(await ask("groupTypes/any(c:c eq 'Unified')")).toHaveLength(3)
    expect(await ask('securityEnabled eq true and mailEnabled eq false')).toEqual([
      'IT operations',
      'Staff',
    ])
    expect(await ask("resourceProvisioningOptions/Any(x:x eq 'Team')")).toEqual(['All teachers'])
    expect(await ask("visibility eq 'Public'")).toEqual(['Chess club'])
  })

  test('Max is in none', async () => {
    const id = emulator.readUser('max@contoso.test')?.id ?? ''
    const { body } = await get('/groups')
    for (const group of body.value) {
      const members = await get(`/groups/${group.id}/members?$top=999`)
      expect(members.body.value.map((member) => member.id)).not.toContain(id)
    }
  })
})

describe('drive', () => {
  test('is a document library that the group owns', async () => {
    const path = await getGroupPath('Chess club')
    const { body } = await get(`${path}/drive`)
    expect(body).toMatchObject({
      '@odata.context': `${emulator.url}/v1.0/$metadata#drives/$entity`,
      driveType: 'documentLibrary',
      owner: { group: { displayName: 'Chess club', email: 'chess@contoso.test' } },
    })
    expect(body.webUrl).toMatch(/^https:\/\/.*\/sites\/chess\/Shared%20Documents$/)
    expect((await get(`${path}/drive/root`)).body).toMatchObject({ name: 'root', root: {} })
  })

  test('lists files and folders with where they are', async () => {
    const path = await getGroupPath('Chess club')
    const { body } = await get(`${path}/drive/root/children`)
    const root = (await get(`${path}/drive/root`)).body
    expect(root.folder).toEqual({ childCount: body.value.length })
    const folder = body.value.find(({ name }) => name === 'Opening books')
    expect(folder).toMatchObject({
      folder: { childCount: 3 },
      parentReference: { id: root.id, driveType: 'documentLibrary' },
    })
    const inner = await get(`${path}/drive/items/${folder?.id}/children`)
    const file = inner.body.value.find(({ name }) => name === 'Caro-Kann for beginners.pdf')
    expect(file).toMatchObject({
      size: 2_418_221,
      file: { mimeType: 'application/pdf' },
      parentReference: { id: folder?.id },
    })
    expect(String(file?.webUrl)).toMatch(/Opening%20books\/Caro-Kann%20for%20beginners\.pdf$/)
    expect(file).not.toHaveProperty('folder')
    const one = await get(`${path}/drive/items/${file?.id}`)
    expect(one.body).toMatchObject({ ...file })
  })

  test('$top, $select, $orderby and nextLinks', async () => {
    const path = await getGroupPath('All teachers')
    const root = await get(`${path}/drive/root/children`)
    const minutes = root.body.value.find(({ name }) => name === 'Minutes of meetings')
    const list = `${path}/drive/items/${minutes?.id}/children`
    const first = await get(`${list}?$top=7&$select=name,size&$orderby=size desc`)
    expect(Object.keys(first.body.value[0] ?? {}).toSorted()).toEqual(['name', 'size'])
    const second = await get(first.body['@odata.nextLink'] ?? '')
    expect(second.body).not.toHaveProperty('@odata.nextLink')
    const sizes = [first, second].flatMap(({ body }) => body.value.map(({ size }) => Number(size)))
    expect(sizes).toEqual(sizes.toSorted((left, right) => right - left))
    expect(sizes).toHaveLength(12)
    expect(toRefusal(await get(`${list}?$filter=size gt 1`))).toEqual([501, 'NotImplemented'])
  })

  test('may be empty', async () => {
    token = await createUserToken(emulator, 'Sara Student', readEverything)
    const path = await getGroupPath('All students')
    expect((await get(`${path}/drive/root/children`)).body.value).toEqual([])
  })

  test('a security group has none, an item of another drive is itemNotFound', async () => {
    const security = await get(`${await getGroupPath('Staff')}/drive`)
    expect(toRefusal(security)).toEqual([404, 'ResourceNotFound'])
    const chess = await getGroupPath('Chess club')
    const { body } = await get(`${await getGroupPath('All teachers')}/drive/root`)
    const foreign = await get(`${chess}/drive/items/${body.id}/children`)
    expect(toRefusal(foreign)).toEqual([404, 'itemNotFound'])
    const unknown = await get('/groups/00000000-0000-4000-8000-000000000000/drive')
    expect(toRefusal(unknown)).toEqual([404, 'Request_ResourceNotFound'])
  })

  test('takes a permission for files', async () => {
    const path = await getGroupPath('Chess club')
    token = await createUserToken(emulator, 'Tom Teacher', 'Group.Read.All')
    expect(toRefusal(await get(`${path}/drive`))).toEqual([403, 'accessDenied'])
    token = await createApplicationToken(emulator)
    expect(toRefusal(await get(`${path}/drive`))).toEqual([403, 'accessDenied'])
  })

  test('of a private group opens to members alone, of a public one to everyone who works here', async () => {
    const teachers = await getGroupPath('All teachers')
    const chess = await getGroupPath('Chess club')
    token = await createUserToken(emulator, 'Max Member', readEverything)
    expect(toRefusal(await get(`${teachers}/drive`))).toEqual([403, 'accessDenied'])
    expect((await get(`${chess}/drive`)).status).toBe(200)
    token = await createUserToken(emulator, 'Gil Guest', readEverything)
    expect(toRefusal(await get(`${chess}/drive`))).toEqual([403, 'accessDenied'])
  })
})

describe('conversations', () => {
  test('come newest first with their topic, preview and senders', async () => {
    const { body } = await get(`${await getGroupPath('Chess club')}/conversations`)
    expect(Object.keys(body.value[0] ?? {})).toEqual([
      'id',
      'topic',
      'hasAttachments',
      'lastDeliveredDateTime',
      'uniqueSenders',
      'preview',
    ])
    expect(body.value[0]).toMatchObject({
      topic: 'Pairings for Thursday',
      hasAttachments: true,
      uniqueSenders: ['Tom Teacher', 'Sara Student'],
    })
  })

  test('page by $skip, for Microsoft’s SDK too', async () => {
    const path = await getGroupPath('All teachers')
    const client = createGraphClient(emulator, token)
    const first = await client.api(`${path}/conversations`).select('topic').top(9).get()
    expect(first['@odata.nextLink']).toMatch(/\$skip=9$/)
    expect(Object.keys(first.value[0])).toEqual(['id', 'topic'])
    const second = await get(first['@odata.nextLink'])
    expect(second.body.value).toHaveLength(5)
  })

  test('have threads, together and one by one', async () => {
    const path = await getGroupPath('Chess club')
    const threads = await get(`${path}/threads`)
    expect(threads.body.value).toHaveLength(4)
    expect(threads.body.value[3]).toMatchObject({ isLocked: true })
    const { body } = await get(`${path}/conversations`)
    const of = `${path}/conversations/${encodeURIComponent(body.value[1]?.id ?? '')}/threads`
    expect((await get(of)).body.value).toEqual([threads.body.value[1]])
    const unknown = await get(`${path}/conversations/AAQkAD/threads`)
    expect(toRefusal(unknown)).toEqual([404, 'ErrorItemNotFound'])
  })

  test('a security group has none', async () => {
    const call = createGraphClient(emulator, token)
      .api(`${await getGroupPath('IT operations')}/conversations`)
      .get()
    expect(await catchGraphError(call)).toMatchObject({
      statusCode: 404,
      code: 'ErrorInvalidGroup',
    })
  })

  test('an application reads them all, a person those of groups they may open', async () => {
    const path = `${await getGroupPath('All teachers')}/conversations`
    token = await createApplicationToken(emulator)
    expect((await get(path)).status).toBe(200)
    token = await createUserToken(emulator, 'Max Member', readEverything)
    expect(toRefusal(await get(path))).toEqual([403, 'ErrorAccessDenied'])
    token = await createUserToken(emulator, 'Tom Teacher', 'GroupMember.Read.All')
    expect(toRefusal(await get(path))).toEqual([403, 'ErrorAccessDenied'])
  })
})
