import { loadConfig, runProcess } from '@vestibule/bff'
import { startDemo } from './start-demo.ts'
import { readDemoVariables } from './variables.ts'

await runProcess(async () => {
  if (process.argv.includes('--check-config')) {
    readDemoVariables(process.env)
    const { config } = await loadConfig({
      // The demo fills these in by itself; any address of this machine will do to check the rest.
      ENTRA_AUTHORITY: 'http://127.0.0.1/demo',
      ENTRA_CLIENT_ID: 'demo',
      ...process.env,
    })
    console.log(`The configuration is complete. The demo would answer on ${config.appOrigin}.`)
    return undefined
  }
  const demo = await startDemo(process.env)
  console.log(demo.greeting)
  return demo
})
