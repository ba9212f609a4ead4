import { loadConfig } from './config/load-config.ts'
import { runProcess } from './run-process.ts'
import { startServer } from './start-server.ts'

await runProcess(async () => {
  if (process.argv.includes('--check-config')) {
    const { config } = await loadConfig(process.env)
    console.log(`The configuration is complete. Vestibule would answer on ${config.appOrigin}.`)
    return undefined
  }
  const server = await startServer(process.env)
  console.log(`Vestibule is ready on ${server.origin}`)
  if (server.caFile) console.log(`Its certificate is made here: trust ${server.caFile}`)
  return server
})
