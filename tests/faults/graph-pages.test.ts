import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import { type Reply, replies, replyWith } from '../helpers/lying-provider.ts'
import type { Visitor } from '../helpers/visitor.ts'

let world: ProxiedWorld
let ada: Visitor

beforeAll(async () => {
  world = await startProxiedWorld()
  ada = await world.signIn()
})
afterAll(() => world?.[Symbol.asyncDispose]())
beforeEach(() => mend())

/** From now on Graph answers like this, where the path is one of these. */
function answer(reply: Reply, where: RegExp): void {
  world.proxy.meddle({ onCall: (path) => (where.test(path) ? reply : undefined) })
}

/** Graph is as it should be. */
function mend(): void {
  world.proxy.meddle({})
}

describe('a list of many pages', () => {
  const page = async (cursor?: string) => {
    const query = new URLSearchParams({ top: '10', ...(cursor && { cursor }) })
    return ada.get(`/api/users?${query}`)
  }

  it('whose second page fails gives it to whoever asks again, with the same cursor', async () => {
    const { items, nextCursor } = (await page()).json()
    answer(replies.truncated, /skiptoken/)
    expect((await page(nextCursor)).json()).toMatchObject({ code: 'upstream_unavailable' })
    mend()
    const ids = (await page(nextCursor)).json().items.map(({ id }: { id: string }) => id)
    expect(ids).toHaveLength(10)
    expect(items.filter(({ id }: { id: string }) => ids.includes(id))).toEqual([])
  })

  it('whose place Graph has forgotten is told as such, and begins anew', async () => {
    const { nextCursor } = (await page()).json()
    for (const [status, code] of [
      [400, 'invalid_request'],
      [410, 'upstream_unavailable'],
    ] as const) {
      answer(
        replyWith(status, { error: { code: 'Directory_ExpiredPageToken', message: '' } }),
        /skiptoken/,
      )
      expect((await page(nextCursor)).json()).toMatchObject({ code })
      expect((await page()).statusCode).toBe(200)
    }
  })

  it.each(['/api/users?top=10', '/api/groups?top=2'])(
    'that leads back to the same page has an end: %s',
    async (path) => {
      const { nextCursor } = (await ada.get(path)).json()
      const again = `$skiptoken=${encodeURIComponent(nextCursor)}`
      world.proxy.meddle({
        onAnswer: (_path, body) => body.replace(/\$skiptoken=[^"&]+/, () => again),
      })
      const reply = await ada.get(`${path}&cursor=${encodeURIComponent(nextCursor)}`)
      expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
    },
  )
})

describe('a list whose pages', () => {
  /** Asked of Graph since it answers so. */
  let calls: string[] = []
  /** Graph's pages of people, by their skip tokens: who is on it, and where it leads. */
  function answerPages(pages: Record<string, { ids: string[]; next?: string }>) {
    calls = []
    world.proxy.meddle({
      onCall(path) {
        if (!/\/users(\/delta)?\?/.test(path)) return undefined
        calls.push(path)
        const { ids, next } = pages[
          new URL(path, world.proxy.url).searchParams.get('$skiptoken') ?? ''
        ] ?? { ids: [] }
        const value = ids.map((id) => ({
          id,
          displayName: id,
          userPrincipalName: `${id}@x.test`,
          accountEnabled: true,
        }))
        const link = `${world.proxy.url}/v1.0/users?$skiptoken=${next}`
        return replyWith(200, {
          value,
          '@odata.count': 3,
          ...(next && { '@odata.nextLink': link }),
        })
      },
    })
  }
  const exportLive = () => ada.get('/api/users/export?source=graph&format=ndjson&columns=id')

  it('lead in a circle is not taken for whole: it is neither exported nor selected nor kept', async () => {
    answerPages({
      '': { ids: ['one'], next: 'a' },
      a: { ids: ['two'], next: 'b' },
      b: { ids: ['three'], next: 'a' },
    })
    await expect(exportLive()).rejects.toThrow()
    expect(calls).toHaveLength(3)
    const batch = { action: 'query', selection: { source: 'graph' } }
    const selected = await ada.post('/api/user-batches', batch)
    expect(selected.json()).toMatchObject({ code: 'upstream_unavailable' })
    expect(calls).toHaveLength(6)
    await world.context.mirrorRunner.refresh()
    expect(calls.filter((path) => path.includes('/delta'))).toHaveLength(3)
    mend()
    expect((await ada.get('/api/users?top=1')).json()).toMatchObject({ source: 'graph' })
  })

  it('name somebody twice has them once, where it is exported and selected', async () => {
    answerPages({ '': { ids: ['one', 'two'], next: 'a' }, a: { ids: ['two', 'three'] } })
    const lines = (await exportLive()).body.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['one', 'two', 'three'])
    const batch = { action: 'query', selection: { source: 'graph' } }
    const { counts } = (await ada.post('/api/user-batches', batch)).json()
    expect(counts.total).toBe(3)
  })
})
