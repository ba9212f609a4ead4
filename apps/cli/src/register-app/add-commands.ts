import { type Command, Option } from 'commander'
import type { Terminal } from './carry-out.ts'
import type { RegisterOptions } from './settings.ts'
import type { UnregisterOptions } from './unregister-app.ts'

/** Each reads what it needs only when it is called. */
export function addCommands(program: Command, env: Record<string, string | undefined>): void {
  addShared(
    program
      .command('register-app')
      .description('register Vestibule with an organisation, or what is not so yet of it')
      .option('--name <name>', 'what people see when they sign in (default: Vestibule)')
      .option('--origin <origin>', 'where people find it (default: APP_ORIGIN)')
      .option('--features <list>', 'what it is to have (default: FEATURES, else all)')
      .addOption(
        new Option(
          '--credential <kind>',
          'how it proves itself (default: as the file has it, else a certificate)',
        ).choices(['certificate', 'secret']),
      ),
  ).action(async (options: RegisterOptions) => {
    const { registerApp } = await import('./register-app.ts')
    await registerApp(env, options, createTerminal())
  })
  addShared(
    program
      .command('unregister-app')
      .description('take back all that register-app made')
      .option(
        '--keep-deleted',
        'leave the application where it can be restored for 30 days (default: delete it for good)',
        false,
      ),
  ).action(async (options: UnregisterOptions) => {
    const { unregisterApp } = await import('./unregister-app.ts')
    await unregisterApp(env, options, createTerminal())
  })
}

function addShared(command: Command): Command {
  return (
    command
      .option('--tenant <id>', 'the organisation, by id or domain name (default: ENTRA_AUTHORITY)')
      .option('--client-id <id>', 'public client to sign in with (default: Microsoft’s own)')
      .option('--app-id <id>', 'client id of the registration, where the file names none')
      // Not `--env-file`: the Node that runs npx may take that for an option of its own, wherever it stands.
      .option('--dotenv <path>', 'what is read first, and written', '.env')
      .option('--dry-run', 'show what would be done, and stop', false)
      .option('--json', 'for the next program', false)
      .option('--yes', 'do not ask whether to go on', false)
      .addHelpText(
        'after',
        '\nStatus: 0 done, or nothing to do; 1 failed; 2 nobody said to go on, and nothing was changed.',
      )
  )
}

function createTerminal(): Terminal {
  return {
    print: console.log,
    hint: console.error,
    confirm: process.stdin.isTTY ? confirm : undefined,
  }
}

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}
