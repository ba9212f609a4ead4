import type { UserBatch } from '@vestibule/contract'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { APP_ORIGIN } from '../helpers/world.ts'

const FROM_OUR_PAGE = { 'x-csrf': '1', origin: APP_ORIGIN }

/** Somebody whose requests go to the servers in turn. What is answered otherwise than it should be is thrown. */
export interface SoakVisitor {
  readCookies(): string
  /** Answers with the status. */
  read(path: string): Promise<number>
  signIn(person: string): Promise<void>
  signOut(): Promise<void>
  askForBatch(body: object): Promise<UserBatch>
  /** Undefined while it cannot be had. */
  readBatch(id: string): Promise<UserBatch | undefined>
  /** Reads the events of a batch, to their end or only the first. */
  watchBatch(id: string, options: { leaves: boolean }): Promise<void>
}

export function visitNodes(urls: string[]): SoakVisitor {
  const { fetch: send, readCookies } = createBrowser()
  const tenant = createBrowser()
  let turn = 0
  const ask = (path: string, init?: RequestInit) => send(urls[turn++ % urls.length] + path, init)

  /** Reads a reply to its end, or its connection would stay taken. */
  async function expectStatus(what: string, wanted: number, asking: Promise<Response>) {
    const reply = await asking
    const text = await reply.text()
    if (reply.status !== wanted) throw new Error(`${what} was answered ${reply.status}: ${text}`)
    return { text, headers: reply.headers }
  }

  async function read(path: string): Promise<number> {
    const reply = await ask(path)
    await reply.arrayBuffer()
    return reply.status
  }

  return {
    readCookies,
    read,
    async signIn(person) {
      const { headers } = await expectStatus('A sign-in', 302, ask('/auth/login'))
      const answer = await signIn(tenant, String(headers.get('location')), person)
      await expectStatus('Its end', 302, ask(answer.pathname + answer.search))
      await expectStatus('The page behind it', 200, ask('/api/me'))
    },
    async signOut() {
      const leaving = ask('/auth/logout', { method: 'POST', headers: FROM_OUR_PAGE })
      await expectStatus('A sign-out', 200, leaving)
      await expectStatus('A page afterwards', 401, ask('/api/me'))
    },
    async askForBatch(body) {
      const asking = ask('/api/user-batches', {
        method: 'POST',
        headers: { ...FROM_OUR_PAGE, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return JSON.parse((await expectStatus('A batch', 202, asking)).text)
    },
    async readBatch(id) {
      const reply = await ask(`/api/user-batches/${id}`)
      const body = await reply.json()
      return reply.ok ? (body as UserBatch) : undefined
    },
    async watchBatch(id, { leaves }) {
      const headers = { accept: 'text/event-stream' }
      const reply = await ask(`/api/user-batches/${id}/events`, { headers })
      if (!reply.ok) throw new Error(`A stream was answered ${reply.status}: ${await reply.text()}`)
      // Whoever leaves the loop closes the connection.
      for await (const _ of reply.body ?? []) if (leaves) return
    },
  }
}
