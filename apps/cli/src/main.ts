import { ConfigError } from '@vestibule/bff/config'
import { Command, InvalidArgumentError } from 'commander'
import { addCommands } from './register-app/add-commands.ts'

// Each command reads its own module when it is called: the database of one is not the next one's burden.
const program = new Command('pnpm cli').description('What an operator does with Vestibule.')
program
  .command('migrate')
  .description('bring the database of DATABASE_URL to the newest shape')
  .action(async () => {
    const { migrate } = await import('./migrate.ts')
    await migrate(process.env, console.log)
  })
program
  .command('backup')
  .argument('<file>', 'where to; it must not be there yet')
  .description('copy the database into a file, while the servers run')
  .action(async (file: string) => {
    const { backUp } = await import('./back-up.ts')
    await backUp(process.env, file, console.log)
  })
program
  .command('restore')
  .argument('[file]', 'a copy that backup made; without one, only ends what must not come back')
  .description(
    'bring a copy of the database back, with the servers stopped; nobody stays signed in',
  )
  .action(async (file: string | undefined) => {
    const { restore } = await import('./restore.ts')
    await restore(process.env, file, console.log)
  })
const keys = program.command('keys').description('the keys Vestibule seals and signs with')
keys
  .command('rotate')
  .description('seal every stored token with the newest key, while the servers run')
  .action(async () => {
    const { rotateKeys } = await import('./rotate-keys.ts')
    await rotateKeys(process.env, console.log)
  })
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
  .action(async (options) => {
    const { addCertificate } = await import('./add-certificate.ts')
    await addCertificate(process.env, options, console.log)
  })
program
  .command('audit')
  .description('who did what to whom')
  .command('verify')
  .description('walk the whole audit: an entry that was altered, taken out or cut off shows')
  .action(async () => {
    const { checkAudit } = await import('./check-audit.ts')
    await checkAudit(process.env, console.log)
  })
program
  .command('doctor')
  .description('try everything that has to work, and say what does not and why')
  .option('--sign-in', 'have an administrator sign in, to prove what acts as a person too', false)
  .option('--json', 'for the next program', false)
  .action(async (options) => {
    const { runDoctor } = await import('./doctor/run-doctor.ts')
    process.exitCode = await runDoctor(process.env, options, {
      print: console.log,
      hint: console.error,
    })
  })
program
  .command('token')
  .description('print an access token for the API, to try it with')
  .option('--app', 'for an application by itself, whose secret is in CLIENT_SECRET', false)
  .option('--client-id <id>', 'the client that asks (default: one of the demo tenant)')
  .option('--scope <scope>', 'what it is for (default: all of the API)')
  .action(async (options) => {
    const { printToken } = await import('./print-token.ts')
    await printToken(process.env, options, { print: console.log, hint: console.error })
  })
addCommands(program, process.env)

/** Whose message says all. By name, because their classes are in modules that only some command reads. */
const TOLD = new Set([
  'StoreError',
  'CertificateError',
  'AuditBrokenError',
  'TokenError',
  'RegistrationError',
  'NotConfirmedError',
])

try {
  await program.parseAsync()
} catch (error) {
  console.error(toText(error))
  process.exitCode = error instanceof Error && error.name === 'NotConfirmedError' ? 2 : 1
}

function toText(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n')
  if (!(error instanceof Error)) return String(error)
  return TOLD.has(error.name) ? error.message : (error.stack ?? error.message)
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
