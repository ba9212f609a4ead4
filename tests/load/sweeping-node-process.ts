// One server, which deletes what has expired whenever it is told to, as every server does now and then.
import { buildApp, createContext, loadConfig } from '@vestibule/bff'
import { deleteExpired } from '@vestibule/store'

const { config, secrets } = await loadConfig(process.env)
const context = await createContext(config, secrets)
const app = await buildApp(context)
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.on('message', async () => {
  process.send?.(await deleteExpired(context.store.db, new Date().toISOString()))
})
process.on('disconnect', () => process.exit())
process.send?.(url)
