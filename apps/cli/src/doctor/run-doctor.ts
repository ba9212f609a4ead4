import { ConfigError } from '@vestibule/bff/config'
import { withDemo } from '../with-demo.ts'
import { inspect } from './inspect.ts'
import { toReport, toVerdict, type Verdict } from './report.ts'

interface Options {
  /** Has an administrator sign in, to prove what acts as a person too. */
  signIn: boolean
  json: boolean
}

interface Output {
  print(text: string): void
  hint(line: string): void
}

const EXIT_CODES: Record<Verdict, number> = { proven: 0, failed: 1, unproven: 2 }

/**
 * Proves the set-up by trying it: 0 when each part was seen to work, 1 when one does not, 2 when some
 * could not be proved.
 *
 * @returns the exit code
 */
export async function runDoctor(
  env: Record<string, string | undefined>,
  { signIn, json }: Options,
  { print, hint }: Output,
): Promise<number> {
  try {
    const setup = await inspect(withDemo(env), { signIn, hint })
    const verdict = toVerdict(setup)
    const report = { verdict, problems: [], ...setup }
    print(json ? JSON.stringify(report, null, 2) : toReport(setup, { hasSignedIn: signIn }))
    return EXIT_CODES[verdict]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    if (json) print(JSON.stringify({ verdict: 'failed', problems }, null, 2))
    else print(['✗ Configuration', ...problems.map((problem) => `    ${problem}`)].join('\n'))
    return EXIT_CODES.failed
  }
}
