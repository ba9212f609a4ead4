import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runProcess } from '@vestibule/bff'
import { startTenant } from './start-tenant.ts'

await runProcess(async () => {
  const { emulator, environment } = await startTenant(process.env)
  const file = join(dirname(environment.ENTRA_CLIENT_CERTIFICATE_FILE ?? ''), 'demo.env')
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  console.log(`The demo tenant is ready on ${emulator.url}`)
  console.log(`Its control page:  ${emulator.url}/_emulator`)
  console.log(`Its outbox:        ${emulator.url}/_emulator/outbox`)
  console.log(`Point Vestibule at it with the variables in ${file}`)
  return emulator
})
