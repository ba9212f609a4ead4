import type { Me } from '@vestibule/contract'
import type { Mail } from '@vestibule/emulator'
import { SAME_ORIGIN, type Visitor } from './visitor.ts'
import type { World } from './world.ts'

export const PASSWORD = 'a long enough password'
export const OTHER_PASSWORD = 'another long password'

/** What registering takes. */
export const toApplicant = (email: string, more: object = {}) => ({
  email,
  password: PASSWORD,
  displayName: 'Anna Local',
  ...more,
})

/** A person who has just registered, in a browser of their own. */
export async function register(
  world: World,
  email: string,
  password = PASSWORD,
): Promise<{ visitor: Visitor; me: Me }> {
  const visitor = world.visit()
  const reply = await visitor.post('/auth/local/register', toApplicant(email, { password }))
  if (reply.statusCode !== 201) throw new Error(`Not registered: ${reply.body}`)
  return { visitor, me: reply.json() }
}

export const signInLocally = (
  visitor: Visitor,
  email: string,
  { password = PASSWORD, ...more }: { password?: string; rememberMe?: boolean } = {},
) => visitor.post('/auth/local/login', { email, password, ...more })

/** The headers of a page of ours, behind a proxy that says where the request came from. */
export const cameFrom = (ip: string) => ({ ...SAME_ORIGIN, 'x-forwarded-for': ip })

/** Guesses a password wrong, as often as is said. Answers with the statuses. */
export async function guess(
  visitor: Visitor,
  email: string,
  times: number,
  headers?: Record<string, string>,
): Promise<number[]> {
  const replies = Array.from({ length: times }, (_, at) =>
    visitor.post('/auth/local/login', { email, password: `wrong guess ${at}` }, headers),
  )
  return (await Promise.all(replies)).map(({ statusCode }) => statusCode)
}

/** Makes the account refuse strangers, by what one of them can do. */
export async function lock(world: World, email: string, ip = '203.0.113.99'): Promise<void> {
  await guess(world.visit(), email, 10, cameFrom(ip))
}

/** The mails an address got, newest first. Those that are under way arrive before it answers. */
export async function readMails(world: World, to: string): Promise<Mail[]> {
  await world.context.mailer?.[Symbol.asyncDispose]()
  return world.emulator.listMails().filter((mail) => mail.to.includes(to))
}

/** The link in the newest mail of an address. */
export async function readLink(world: World, to: string): Promise<URL> {
  const [mail] = await readMails(world, to)
  const link = /^http\S+#\S+$/m.exec(mail?.text ?? '')?.[0]
  if (!link) throw new Error(`No link came to ${to}: ${mail?.text}`)
  return new URL(link)
}

/** The secret of that link. */
export const readToken = async (world: World, to: string): Promise<string> =>
  (await readLink(world, to)).hash.slice(1)

/** Every value of every row of every table, as text. */
export async function dumpDatabase({ context }: World): Promise<string> {
  const { db } = context.store
  const tables = await db.introspection.getTables()
  const rows = tables.map(({ name }) =>
    db
      .selectFrom(name as 'sessions')
      .selectAll()
      .execute(),
  )
  return JSON.stringify(await Promise.all(rows))
}
