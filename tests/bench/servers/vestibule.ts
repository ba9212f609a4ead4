// The application as it is: real demo tenant, a database file, sessions that came of signing in.
import { startWorld } from '../../helpers/world.ts'
import { announce } from './announce.ts'

const SESSIONS = 32
/** People whose passwords are checked over and over: of one, a few at a time would be a guesser's. */
const accounts = Array.from({ length: 20 }, (_, index) => ({
  email: `bench${index}@example.test`,
  password: `password ${index} of the bench`,
}))

const world = await startWorld({ env: { LOG_LEVEL: 'info' } })
// As many people at once as the load has connections.
const people = await Promise.all(Array.from({ length: SESSIONS }, () => world.signIn()))
for (const account of accounts) {
  await world.visit().post('/auth/local/register', { ...account, displayName: 'Bench' })
}
announce(
  {
    url: await world.app.listen({ host: '127.0.0.1', port: 0 }),
    cookies: people.map((person) => person.sessionCookie()),
    accounts,
    tenant: [world.emulator.authority, world.emulator.webClientId],
  },
  () => world[Symbol.asyncDispose](),
)
