import { CertificateError, ConfigError } from '@vestibule/bff'
import { StoreError } from '@vestibule/store'
import { Command, InvalidArgumentError } from 'commander'
import { addCertificate } from './add-certificate.ts'
import { AuditBrokenError, checkAudit } from './check-audit.ts'
import { migrate } from './migrate.ts'
import { printToken, TokenError } from './print-token.ts'
import { rotateKeys } from './rotate-keys.ts'

const program = new Command('pnpm cli').description('What an operator does with Vestibule.')
program
  .command('migrate')
  .description('bring the database of DATABASE_URL to the newest shape')
  .action(() => migrate(process.env, console.log))
const keys = program.command('keys').description('the keys Vestibule seals and signs with')
keys
  .command('rotate')
  .description('seal every stored token with the newest key, while the servers run')
  .action(() => rotateKeys(process.env, console.log))
keys
  .command('certificate')
  .description('make a key and certificate to prove the application with, beside those it has')
  .option(
    '--file <path>',
    'the PEM file (default: ENTRA_CLIENT_CERTIFICATE_FILE, else in DATA_DIR)',
  )
  .option('--days <n>', 'how long it is good for', toDays, 365)
  .option('--name <cn>', 'its common name', toCommonName, 'Vestibule')
  .option('--prune', 'take out pairs that have expired', false)
  .action((options) => addCertificate(process.env, options, console.log))
program
  .command('audit')
  .description('who did what to whom')
  .command('verify')
  .description('walk the whole audit: an entry that was altered, taken out or cut off shows')
  .action(() => checkAudit(process.env, console.log))
program
  .command('token')
  .description('print an access token for the API, to try it with')
  .option('--app', 'for an application by itself, whose secret is in CLIENT_SECRET', false)
  .option('--client-id <id>', 'the client that asks (default: one of the demo tenant)')
  .option('--scope <scope>', 'what it is for (default: all of the API)')
  .action((options) =>
    printToken(process.env, options, { print: console.log, hint: console.error }),
  )

try {
  await program.parseAsync()
} catch (error) {
  console.error(toText(error))
  process.exitCode = 1
}

function toText(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n')
  const isTold =
    error instanceof StoreError ||
    error instanceof CertificateError ||
    error instanceof AuditBrokenError ||
    error instanceof TokenError
  if (isTold) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Ten years are more than any policy of an organisation lets a certificate last. */
function toDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days
  throw new InvalidArgumentError('It must be a whole number from 1 to 3650.')
}

/** RFC 5280, appendix A.1: `ub-common-name`. */
function toCommonName(text: string): string {
  if (text.length >= 1 && text.length <= 64) return text
  throw new InvalidArgumentError('It must have 1 to 64 characters.')
}
