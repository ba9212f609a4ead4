import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from '@microsoft/microsoft-graph-client'
import { describe, expect, it } from 'vitest'
import { BearerHandler } from './bearer-handler.ts'
import { createGraph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { listUsers, type UsersQuery } from './users.ts'

const GRAPH = 'https://graph.microsoft.com'
const TOKEN = 'an access token'

/** What leaves for an address; undefined where nothing does. */
async function send(request: string, baseUrl = GRAPH): Promise<Context | undefined> {
  let left: Context | undefined
  const handler = new BearerHandler(baseUrl, TOKEN)
  handler.setNext({
    async execute(context) {
      left = context
    },
  })
  await handler.execute({ request, options: { method: 'GET' } })
  return left
}

describe('the access token goes to the configured origin', () => {
  it.each([
    `${GRAPH}/v1.0/me`,
    `${GRAPH}:443/v1.0/me`,
    'https://GRAPH.microsoft.com/v1.0/users?$top=1',
  ])('%s', async (request) => {
    const left = await send(request)
    expect(left?.options?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` })
  })
})

describe('the access token goes to no other place', () => {
  it.each([
    ['another host', 'https://evil.example/v1.0/me'],
    ['a host that begins as Graph’s', `${GRAPH}.evil.example/v1.0/me`],
    ['a host that ends as Graph’s', 'https://evil-graph.microsoft.com/v1.0/me'],
    ['a host below Graph’s', 'https://evil.graph.microsoft.com/v1.0/me'],
    ['a host behind a name and password that look like Graph', `${GRAPH}:x@evil.example/v1.0/me`],
    ['a host behind a name that looks like Graph', `${GRAPH}@evil.example/v1.0/me`],
    ['Graph with a name and password', 'https://a:b@graph.microsoft.com/v1.0/me'],
    ['a host with Graph in its path', 'https://evil.example/graph.microsoft.com/v1.0/me'],
    ['a host before a backslash', `https://evil.example\\@graph.microsoft.com/v1.0/me`],
    ['another port', `${GRAPH}:8443/v1.0/me`],
    ['http instead of https', 'http://graph.microsoft.com/v1.0/me'],
    ['http on the port of https', 'http://graph.microsoft.com:443/v1.0/me'],
    ['another Graph of Microsoft', 'https://graph.microsoft.us/v1.0/me'],
    ['a final dot', 'https://graph.microsoft.com./v1.0/me'],
    ['no host', 'file:///v1.0/me'],
  ])('%s', async (_what, request) => {
    await expect(send(request)).rejects.toThrow('would have left for')
  })

  it.each([
    'http://127.0.0.1:3002/v1.0/me',
    'http://localhost:3001/v1.0/me',
    'https://127.0.0.1:3001/v1.0/me',
  ])('a local Graph that is not quite the configured one: %s', async (request) => {
    await expect(send(request, 'http://127.0.0.1:3001')).rejects.toThrow('would have left for')
  })
})

interface Hit {
  url: string
  authorization: string | undefined
}

/** A server on this machine that remembers who came. */
async function listen(answer: RequestListener) {
  const hits: Hit[] = []
  const server = createServer((request, reply) => {
    hits.push({ url: String(request.url), authorization: request.headers.authorization })
    answer(request, reply)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const openGraph = (baseUrl: string) =>
  createGraph({ baseUrl, accessToken: TOKEN, timeoutMs: 5000, retries: 0 })

describe('a whole call', () => {
  it('never reaches an address of somebody else, however it is spelled', async () => {
    await using stranger = await listen((_request, reply) => reply.end('{}'))
    await using graph = await listen((_request, reply) => reply.writeHead(404).end('{}'))
    const { host } = new URL(stranger.url)
    const client = openGraph(graph.url)
    for (const path of [
      `http://${host}/v1.0/me`,
      `https://${host}/v1.0/me`,
      `//${host}/v1.0/me`,
      `@${host}/v1.0/me`,
      `/..//${host}/v1.0/me`,
    ]) {
      await expect(client.get(path)).rejects.toBeInstanceOf(GraphRequestError)
    }
    expect(stranger.hits).toEqual([])
  })

  it.each([301, 302, 303, 307, 308])(
    'that is answered with a redirect (%i) is not followed, with the token or without',
    async (status) => {
      await using stranger = await listen((_request, reply) => reply.end('{}'))
      await using graph = await listen((_request, reply) =>
        reply.writeHead(status, { location: `${stranger.url}/v1.0/me` }).end(),
      )
      const client = openGraph(graph.url)
      await expect(client.get('/me')).rejects.toBeInstanceOf(GraphRequestError)
      await expect(client.readBytes('/me/photo/$value')).rejects.toBeInstanceOf(GraphRequestError)
      expect(stranger.hits).toEqual([])
      expect(graph.hits).toHaveLength(2)
    },
  )

  it('of the next page asks the configured Graph, whatever host the link to it names', async () => {
    await using stranger = await listen((_request, reply) => reply.end('{"value":[]}'))
    await using graph = await listen(({ url }, reply) => {
      const next = url?.includes('page-2') ? 'page-3' : 'page-2'
      const nextLink = `${stranger.url}/v1.0/users?$skiptoken=${next}`
      reply.setHeader('content-type', 'application/json')
      reply.end(JSON.stringify({ value: [], '@odata.nextLink': nextLink }))
    })
    const client = openGraph(graph.url)
    const query: UsersQuery = {
      orderBy: { property: 'displayName', descending: false },
      top: 1,
    }
    const { nextSkipToken } = await listUsers(client, query)
    await listUsers(client, { ...query, skipToken: nextSkipToken })
    expect(stranger.hits).toEqual([])
    expect(graph.hits).toHaveLength(2)
    expect(graph.hits[1]?.url).toMatch(/^\/v1\.0\/users\?.*skiptoken=page-2/)
    expect(graph.hits[1]?.authorization).toBe(`Bearer ${TOKEN}`)
  })
})
