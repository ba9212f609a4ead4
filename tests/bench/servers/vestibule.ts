// The application as it is: real demo tenant, a database file, a session that came of signing in.
import { startWorld } from '../../helpers/world.ts'
import { announce } from './announce.ts'

const world = await startWorld({ env: { LOG_LEVEL: 'info' } })
const visitor = await world.signIn()
announce(
  {
    url: await world.app.listen({ host: '127.0.0.1', port: 0 }),
    cookie: visitor.sessionCookie(),
    tenant: [world.emulator.authority, world.emulator.webClientId],
  },
  () => world[Symbol.asyncDispose](),
)
