import type { Step } from './plan.ts'
import { toJson, toTable } from './print-plan.ts'
import { NotConfirmedError, toRegistrationError } from './registration-error.ts'
import type { CommandOptions } from './settings.ts'
import type { Administrator } from './sign-in.ts'

/** Where results, and words for the person, go; and how they are asked. */
export interface Terminal {
  print(text: string): void
  hint(line: string): void
  /** Undefined where nobody is there to answer. */
  confirm: ((question: string) => Promise<boolean>) | undefined
}

interface Facts {
  administrator: Administrator
  /** Of the registration; null while there is none. */
  readClientId: () => string | null
  /** What there is to say once all is done. */
  done: () => string
}

/**
 * Shows the plan, asks whether to go on, and does it step by step.
 *
 * @throws {NotConfirmedError} nobody said so. Nothing was changed.
 * @throws {RegistrationError} a step failed; those before it are done.
 */
export async function carryOut(
  steps: readonly Step[],
  { dryRun, json, yes }: Pick<CommandOptions, 'dryRun' | 'json' | 'yes'>,
  terminal: Terminal,
  { administrator: { tenantId, userName }, readClientId, done }: Facts,
): Promise<void> {
  const printJson = (isDone: boolean) =>
    terminal.print(toJson(steps, { tenantId, clientId: readClientId(), isDone }))
  if (steps.length === 0) {
    if (json) printJson(true)
    else terminal.print('Nothing to change.')
    return
  }
  if (!json) terminal.print(toTable(steps))
  if (dryRun) {
    if (json) printJson(false)
    terminal.hint('This is what would be done. Nothing was changed.')
    return
  }
  if (!yes) {
    if (json) terminal.hint(toTable(steps))
    await askWhetherToGoOn(terminal, userName)
  }
  for (const step of steps) {
    await step.run().catch((error: unknown) => {
      throw toRegistrationError(error, userName)
    })
    terminal.hint(`Done: ${step.target}`)
  }
  if (json) printJson(true)
  else terminal.print(done())
}

async function askWhetherToGoOn({ confirm }: Terminal, userName: string): Promise<void> {
  if (!confirm) {
    throw new NotConfirmedError(
      'Nobody is here to ask whether to go on: say it with --yes. Nothing was changed.',
    )
  }
  if (await confirm(`Go on as ${userName}? [y/N] `)) return
  throw new NotConfirmedError('Nothing was changed.')
}
