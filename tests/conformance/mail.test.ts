import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  callGraph,
  catchGraphError,
  createGraphClient,
  type GraphAnswer,
  type GraphObject,
  toRefusal,
} from './graph-driver.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createApplicationToken(emulator)
})
afterAll(() => emulator.close())

const get = (path: string, headers: Record<string, string> = {}): Promise<GraphAnswer> =>
  callGraph(emulator, token, path, { headers })
const idOf = (name: string): string => emulator.readUser(name)?.id ?? ''
const encode = encodeURIComponent

async function getNewest(person: string): Promise<GraphObject> {
  const { body } = await get(`/users/${person}/messages?$top=1`)
  return body.value[0] as GraphObject
}

/** A message with a body of one's own, as a path. */
function add(message: Partial<Parameters<Emulator['addMessage']>[1]> = {}): string {
  const { id } = emulator.addMessage('tom@contoso.test', {
    subject: 'Hello',
    from: 'eve@evil.test',
    body: { contentType: 'text', content: 'Hi.' },
    ...message,
  })
  return `/users/tom@contoso.test/messages/${encode(String(id))}`
}

describe('a list of messages', () => {
  test('comes newest first, ten to a page, with nextLinks that name $skip', async () => {
    const first = await get('/users/ada@contoso.test/messages')
    expect(first.status).toBe(200)
    expect(first.body['@odata.context']).toBe(
      `${emulator.url}/v1.0/$metadata#users('${idOf('ada@contoso.test')}')/messages`,
    )
    const moments = first.body.value.map(({ receivedDateTime }) => String(receivedDateTime))
    expect(moments).toHaveLength(10)
    expect(moments).toEqual(moments.toSorted().toReversed())
    expect(first.body['@odata.nextLink']).toBe(
      `${emulator.url}/v1.0/users/ada@contoso.test/messages?$skip=10`,
    )
    const second = await get(first.body['@odata.nextLink'] ?? '')
    const ids = [first, second].flatMap(({ body }) => body.value.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('$select keeps id and @odata.etag whatever it names', async () => {
    const { body } = await get(
      '/users/ada@contoso.test/messages?$top=2&$orderby=receivedDateTime desc&$select=subject,from,isRead',
    )
    expect(body['@odata.context']).toMatch(/messages\(subject,from,isRead\)$/)
    expect(Object.keys(body.value[0] ?? {}).toSorted()).toEqual([
      '@odata.etag',
      'from',
      'id',
      'isRead',
      'subject',
    ])
    expect(body['@odata.nextLink']).toMatch(/\$top=2&.*\$skip=2$/)
  })

  test('answers Microsoft’s SDK', async () => {
    const page = await createGraphClient(emulator, token)
      .api(`/users/${idOf('ada@contoso.test')}/messages`)
      .select('subject,receivedDateTime,hasAttachments')
      .orderby('receivedDateTime desc')
      .top(3)
      .get()
    expect(page.value).toHaveLength(3)
  })

  test('is the same for the same seed, with or without more people', async () => {
    const other = await createEmulator({ port: 0, users: 3 })
    const theirs = await callGraph(
      other,
      await createApplicationToken(other),
      '/users/tom@contoso.test/messages?$top=1000',
    )
    await other.close()
    const ours = await get('/users/tom@contoso.test/messages?$top=1000')
    expect(theirs.body.value).toEqual(ours.body.value)
  })

  test('$filter, $count, and what is sorted by must be filtered first (InefficientFilter)', async () => {
    const unread = await get('/users/ada@contoso.test/messages?$filter=isRead eq false&$count=true')
    expect(unread.body.value.every(({ isRead }) => isRead === false)).toBe(true)
    expect(unread.body['@odata.count']).toBeGreaterThan(0)
    const { receivedDateTime } = await getNewest('ada@contoso.test')
    const since = await get(
      `/users/ada@contoso.test/messages?$filter=receivedDateTime ge ${receivedDateTime} and isRead ne null&$orderby=receivedDateTime desc`,
    )
    expect(since.body.value).toHaveLength(1)
    const refused = await get(
      '/users/ada@contoso.test/messages?$filter=isRead eq false&$orderby=receivedDateTime desc',
    )
    expect(toRefusal(refused)).toEqual([400, 'InefficientFilter'])
  })

  test('unknown properties, sizes and options are refused', async () => {
    const path = '/users/ada@contoso.test/messages'
    expect(toRefusal(await get(`${path}?$select=nothing`))).toEqual([400, 'BadRequest'])
    expect(toRefusal(await get(`${path}?$filter=nothing eq 1`))).toEqual([400, 'BadRequest'])
    expect(toRefusal(await get(`${path}?$top=1001`))).toEqual([400, 'BadRequest'])
    expect(toRefusal(await get(`${path}?$top=0`))).toEqual([400, 'BadRequest'])
    expect(toRefusal(await get(`${path}?$skiptoken=x`))).toEqual([400, 'BadRequest'])
    expect(toRefusal(await get(`${path}?$search="x"`))).toEqual([501, 'NotImplemented'])
    expect(toRefusal(await get(`${path}?$expand=attachments`))).toEqual([501, 'NotImplemented'])
    expect(toRefusal(await get(`${path}?$orderby=isRead`))).toEqual([501, 'NotImplemented'])
  })
})

describe('one message', () => {
  test('has the properties of Graph', async () => {
    const { id } = await getNewest('ada@contoso.test')
    const { body } = await get(`/users/ada@contoso.test/messages/${encode(id)}`)
    expect(body['@odata.context']).toMatch(/\/messages\/\$entity$/)
    expect(body).toMatchObject({ id, isDraft: false, flag: { flagStatus: 'notFlagged' } })
    expect(body.from).toEqual(body.sender)
  })

  test('comes as HTML, and as text for who prefers it, which Preference-Applied says', async () => {
    const path = add({ body: { contentType: 'html', content: '<p>One &amp; <b>two</b></p>' } })
    const html = await get(path)
    expect(html.body.body).toEqual({ contentType: 'html', content: '<p>One &amp; <b>two</b></p>' })
    expect(html.headers.get('preference-applied')).toBeNull()
    const text = await get(path, { prefer: 'outlook.body-content-type="text"' })
    expect(text.body.body).toEqual({ contentType: 'text', content: 'One & two' })
    expect(text.headers.get('preference-applied')).toBe('outlook.body-content-type="text"')
  })

  test('a plain one is wrapped for who wants HTML', async () => {
    const { body } = await get(add({ body: { contentType: 'text', content: '1 < 2\r\nyes' } }))
    const { contentType, content } = body.body as { contentType: string; content: string }
    expect(contentType).toBe('html')
    expect(content).toContain('<p>1 &lt; 2<br>\r\nyes</p>')
  })

  test('of nobody and of another mailbox are ErrorItemNotFound, what is no id is malformed', async () => {
    const { id } = await getNewest('ada@contoso.test')
    const others = await get(`/users/tom@contoso.test/messages/${encode(id)}`)
    expect(toRefusal(others)).toEqual([404, 'ErrorItemNotFound'])
    const malformed = await get('/users/tom@contoso.test/messages/abc')
    expect(toRefusal(malformed)).toEqual([400, 'ErrorInvalidIdMalformed'])
  })
})

describe('attachments', () => {
  test('say their kind, with bytes for files alone', async () => {
    const path = add({
      attachments: [
        { name: 'report.txt', contentType: 'text/plain', contentBytes: 'SGVsbG8=' },
        { name: 'Fwd', kind: 'item' },
        { name: 'shared.docx', kind: 'reference' },
      ],
    })
    expect((await get(path)).body.hasAttachments).toBe(true)
    const { body } = await get(`${path}/attachments`)
    expect(body.value.map((entry) => entry['@odata.type'])).toEqual([
      '#microsoft.graph.fileAttachment',
      '#microsoft.graph.itemAttachment',
      '#microsoft.graph.referenceAttachment',
    ])
    expect(body.value[0]).toMatchObject({ name: 'report.txt', contentBytes: 'SGVsbG8=' })
    expect(body.value[1]).not.toHaveProperty('contentBytes')
    const named = await get(`${path}/attachments?$select=name`)
    expect(named.body.value[0]).not.toHaveProperty('contentBytes')
    expect(named.body.value[0]).not.toHaveProperty('size')
  })

  test('are none for a message whose pictures are inline', async () => {
    const attachments = [{ name: 'logo.png', isInline: true, contentId: 'logo' }]
    expect((await get(add({ attachments }))).body.hasAttachments).toBe(false)
  })

  test('are seeded by name', async () => {
    const { body } = await get(
      '/users/ada@contoso.test/messages?$filter=hasAttachments eq true&$top=1',
    )
    const id = encode(body.value[0]?.id ?? '')
    const list = await get(`/users/ada@contoso.test/messages/${id}/attachments?$select=name,size`)
    expect(list.body.value[0]?.name).toMatch(/\w/)
  })
})

describe('who may read mail', () => {
  test('delegated Mail.Read reaches one’s own mailbox only', async () => {
    token = await createUserToken(emulator, 'Tom Teacher', 'Mail.Read', { isConsentAsked: true })
    expect((await get('/me/messages')).status).toBe(200)
    expect((await get(`/users/${idOf('tom@contoso.test')}/messages`)).status).toBe(200)
    const others = await get('/users/ada@contoso.test/messages')
    expect(toRefusal(others)).toEqual([403, 'ErrorAccessDenied'])
  })

  test('Mail.ReadBasic shows no body, no preview and no attachments', async () => {
    const { id } = await getNewest('tom@contoso.test')
    token = await createUserToken(emulator, 'Tom Teacher', 'Mail.ReadBasic', {
      isConsentAsked: true,
    })
    const { body } = await get('/me/messages?$top=1')
    expect(body.value[0]?.subject).toBeTypeOf('string')
    expect(body.value[0]).not.toHaveProperty('body')
    expect(body.value[0]).not.toHaveProperty('bodyPreview')
    const attachments = await get(`/me/messages/${encode(id)}/attachments`)
    expect(toRefusal(attachments)).toEqual([403, 'ErrorAccessDenied'])
  })

  test('another permission is ErrorAccessDenied', async () => {
    token = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    expect(toRefusal(await get('/me/messages'))).toEqual([403, 'ErrorAccessDenied'])
  })

  test('an application without Mail.Read reads nobody’s', async () => {
    emulator.withdrawConsent({ permissions: ['Mail.Read'], kind: 'application' })
    token = await createApplicationToken(emulator)
    const refused = await get('/users/ada@contoso.test/messages')
    expect(toRefusal(refused)).toEqual([403, 'ErrorAccessDenied'])
  })

  test('an application has no /me', async () => {
    expect(toRefusal(await get('/me/messages'))).toEqual([400, 'BadRequest'])
  })

  test('an application access policy keeps applications out of a mailbox, not its owner', async () => {
    emulator.settings({ deniedMailboxes: ['ADA@contoso.test', idOf('tom@contoso.test')] })
    for (const person of ['ada', 'tom']) {
      const { status, body } = await get(`/users/${person}@contoso.test/messages`)
      expect(status).toBe(403)
      expect(body.error.code).toBe('ErrorAccessDenied')
      expect(body.error.message).toMatch(/^Access to OData is disabled: \[RAOP\]/)
    }
    expect((await get('/users/sara@contoso.test/messages')).status).toBe(200)
    token = await createUserToken(emulator, 'Ada Admin', 'Mail.Read', { isConsentAsked: true })
    expect((await get('/me/messages')).status).toBe(200)
  })
})

describe('who has no mailbox', () => {
  test.each(['max@contoso.test', encode('gil_fabrikam.test#EXT#@contoso.test')])(
    '%s is MailboxNotEnabledForRESTAPI',
    async (person) => {
      const refused = await get(`/users/${person}/messages`)
      expect(toRefusal(refused)).toEqual([404, 'MailboxNotEnabledForRESTAPI'])
    },
  )

  test('whom nobody knows is ErrorInvalidUser', async () => {
    const call = createGraphClient(emulator, token).api('/users/nobody@contoso.test/messages').get()
    expect(await catchGraphError(call)).toMatchObject({ statusCode: 404, code: 'ErrorInvalidUser' })
  })
})

describe('POST /_emulator/users/{id}/messages', () => {
  const post = (person: string, body: unknown): Promise<Response> =>
    fetch(`${emulator.url}/_emulator/users/${person}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('puts a message in as it is, hostile or not, and the newest one is first', async () => {
    const content = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    const answer = await post('ada@contoso.test', {
      subject: '<b>Urgent</b>',
      from: { emailAddress: { name: 'Eve', address: 'eve@evil.test' } },
      body: { contentType: 'html', content },
      receivedDateTime: '2100-01-01T00:00:00Z',
    })
    expect(answer.status).toBe(201)
    const { id } = (await answer.json()) as GraphObject
    expect(await getNewest('ada@contoso.test')).toMatchObject({
      id,
      subject: '<b>Urgent</b>',
      body: { contentType: 'html', content },
      from: { emailAddress: { name: 'Eve', address: 'eve@evil.test' } },
      bodyPreview: '',
    })
  })

  test('refuses a person without a mailbox, and what is no message', async () => {
    const message = { subject: 'x', from: 'a@b.test', body: { content: 'x' } }
    expect((await post('max@contoso.test', message)).status).toBe(400)
    expect((await post('nobody@contoso.test', message)).status).toBe(400)
    expect((await post('ada@contoso.test', { ...message, subject: 7 })).status).toBe(400)
    expect((await post('ada@contoso.test', { ...message, more: 7 })).status).toBe(400)
    expect((await post('ada@contoso.test', { ...message, attachments: [{}] })).status).toBe(400)
  })

  test('a reset forgets what was put in', async () => {
    add({ subject: 'Only once', receivedDateTime: '2100-01-01T00:00:00Z' })
    emulator.reset()
    token = await createApplicationToken(emulator)
    expect((await getNewest('tom@contoso.test')).subject).not.toBe('Only once')
  })
})
