// The application as it is: real demo tenant, a database file, sessions that came of signing in.
import { startWorld } from '../../helpers/world.ts'
import { announce } from './announce.ts'

const SESSIONS = 32

const world = await startWorld({ env: { LOG_LEVEL: 'info' } })
// As many people at once as the load has connections.
const people = await Promise.all(Array.from({ length: SESSIONS }, () => world.signIn()))
announce(
  {
    url: await world.app.listen({ host: '127.0.0.1', port: 0 }),
    cookies: people.map((person) => person.sessionCookie()),
    tenant: [world.emulator.authority, world.emulator.webClientId],
  },
  () => world[Symbol.asyncDispose](),
)
