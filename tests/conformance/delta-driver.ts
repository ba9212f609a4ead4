import {
  Client,
  type Context,
  type Middleware,
  PageIterator,
} from '@microsoft/microsoft-graph-client'
import type { Emulator } from '@vestibule/emulator'
import { callGraph, type GraphObject } from './graph-driver.ts'

/** One entry of a delta page: somebody, or that somebody is gone. */
export interface Followed extends GraphObject {
  '@removed'?: { reason: string }
}

export interface DeltaPage {
  '@odata.context': string
  '@odata.nextLink'?: string
  '@odata.deltaLink'?: string
  value: Followed[]
}

/** A page by path or link. Throws for anything but 200. */
export async function readPage(
  emulator: Emulator,
  token: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<DeltaPage> {
  const { status, body } = await callGraph(emulator, token, path, { headers })
  if (status === 200) return body as DeltaPage
  throw new Error(`${status} ${JSON.stringify(body)}`)
}

/** All pages from here on. */
export async function readRound(
  emulator: Emulator,
  token: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ value: Followed[]; pages: number; deltaLink: string }> {
  const value: Followed[] = []
  let link: string | undefined = path
  for (let pages = 1; ; pages += 1) {
    const page: DeltaPage = await readPage(emulator, token, link, headers)
    value.push(...page.value)
    link = page['@odata.nextLink']
    if (link === undefined) return { value, pages, deltaLink: page['@odata.deltaLink'] ?? '' }
  }
}

/**
 * Microsoft's SDK follows https links only and sends its token nowhere else: so it sees the tenant under https, and
 * this goes to where it listens.
 */
class HttpsMiddleware implements Middleware {
  readonly #token: string
  constructor(token: string) {
    this.#token = token
  }
  async execute(context: Context): Promise<void> {
    const url = String(context.request).replace(/^https:/, 'http:')
    const headers = new Headers(context.options?.headers as Record<string, string> | undefined)
    headers.set('authorization', `Bearer ${this.#token}`)
    const response = await fetch(url, { ...context.options, headers } as RequestInit)
    const text = (await response.text()).replaceAll('"http://127.0.0.1', '"https://127.0.0.1')
    context.response = new Response(text, { status: response.status, headers: response.headers })
  }
}

/** A round as Microsoft's own library goes it: nextLink after nextLink, to the deltaLink. */
export async function iterateRound(
  emulator: Emulator,
  token: string,
  link: string,
): Promise<{ value: Followed[]; deltaLink: string }> {
  const client = Client.initWithMiddleware({
    middleware: new HttpsMiddleware(token),
    baseUrl: emulator.url.replace('http:', 'https:'),
    defaultVersion: 'v1.0',
  })
  const value: Followed[] = []
  const iterator = new PageIterator(client, await client.api(link).get(), (one: Followed) => {
    value.push(one)
    return true
  })
  await iterator.iterate()
  return { value, deltaLink: iterator.getDeltaLink() ?? '' }
}
