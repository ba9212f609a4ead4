// T4: people who sign in with Microsoft.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Tally } from '../helpers/arrivals.ts'
import { createBrowser, submitForm } from '../helpers/sign-in-driver.ts'
import { atMost, exactly, only, type Scenario } from './scenario.ts'
import type { SignInOrder } from './sign-ins-process.ts'
import { type Site, startSite } from './site.ts'

const PER_SECOND = 50
const PEOPLE = 100

export const signIns: Scenario = {
  name: 'T4',
  load: `${PER_SECOND} sign-ins with Microsoft a second, of ${PEOPLE} people, from the first request to the session`,
  async measure(ground, seconds) {
    await using site = await startSite(ground, { users: PEOPLE * 2 })
    const { urls } = await site.start(1)
    const [url = ''] = urls
    const people: SignInOrder['people'] = []
    for (const name of site.tenant.names.slice(0, PEOPLE)) {
      people.push({ hint: name, tenantCookie: await signInAtTenant(site, url, name) })
    }
    const order = { url, people, perSecond: PER_SECOND }
    await signInFor({ ...order, seconds: 3 })
    const tally = await signInFor({ ...order, seconds })
    const left = await site.context.store.db
      .selectFrom('sign_in_transactions')
      .select('state_hash')
      .where('consumed_at', 'is', null)
      .execute()
    return [
      atMost(
        'p95 of both requests, with the calls of Microsoft they wait for',
        tally.accepted.p95Ms,
        150,
        ' ms',
      ),
      only('answers to the first request with each session', tally),
      // Those that the preparation began and left.
      exactly('sign-ins begun and not ended', left.length - PEOPLE, 0),
    ]
  },
}

async function signInFor(order: SignInOrder): Promise<Tally> {
  const child = fork(join(import.meta.dirname, 'sign-ins-process.ts'))
  child.send(order)
  const [tally] = await once(child, 'message')
  child.disconnect()
  return tally
}

/** The cookie of a browser in which somebody is signed in at the tenant. */
async function signInAtTenant({ tenant }: Site, url: string, user: string): Promise<string> {
  const begun = await fetch(`${url}/auth/login`, { redirect: 'manual' })
  const address = String(begun.headers.get('location'))
  const browser = createBrowser()
  const html = await (await browser.fetch(address)).text()
  const form = { url: address, html: html.slice(html.indexOf('<h2>Another account')) }
  const answer = await submitForm(browser, form, { user, password: tenant.password })
  if (!answer.headers.has('location'))
    throw new Error(`${user} was not signed in: ${await answer.text()}`)
  return browser.readCookies()
}
