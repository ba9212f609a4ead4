import { ConfigError } from '@vestibule/bff'
import { StoreError } from '@vestibule/store'
import { Command } from 'commander'
import { migrate } from './migrate.ts'
import { rotateKeys } from './rotate-keys.ts'

const program = new Command('pnpm cli').description('What an operator does with Vestibule.')
program
  .command('migrate')
  .description('bring the database of DATABASE_URL to the newest shape')
  .action(() => migrate(process.env, console.log))
const keys = program.command('keys').description('the keys that seal tokens in the database')
keys
  .command('rotate')
  .description('seal every stored token with the newest key, while the servers run')
  .action(() => rotateKeys(process.env, console.log))

try {
  await program.parseAsync()
} catch (error) {
  console.error(toText(error))
  process.exitCode = 1
}

function toText(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n')
  if (error instanceof StoreError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
