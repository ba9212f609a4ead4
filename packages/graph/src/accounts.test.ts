import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { readRoleHolders } from './accounts.ts'
import { createGraph } from './create-graph.ts'

/** Where each page of a role's members leads to. */
const CIRCLE: Record<string, string> = { '': 'a', a: 'b', b: 'a' }

it('members of a role whose pages lead in a circle are not taken for all of them', async () => {
  const asked: string[] = []
  await using server = createServer(({ url = '' }, reply) => {
    const { pathname, searchParams, origin } = new URL(url, 'http://127.0.0.1')
    const place = searchParams.get('$skiptoken') ?? ''
    const isMembers = pathname.endsWith('/members')
    if (isMembers) asked.push(place)
    const link = `${origin}/v1.0/members?$skiptoken=${CIRCLE[place]}`
    const body = { value: [{ id: 'some' }], ...(isMembers && { '@odata.nextLink': link }) }
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const graph = createGraph({ baseUrl, accessToken: 'a token', timeoutMs: 5000 })
  await expect(readRoleHolders(graph)).rejects.toMatchObject({ failure: 'unavailable' })
  expect(asked).toEqual(['', 'a', 'b'])
  server.closeAllConnections()
})
