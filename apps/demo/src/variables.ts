import { ConfigError } from '@vestibule/bff'

/** What the demo reads beside Vestibule's own variables. */
export const DEMO_VARIABLES = [{ name: 'EMULATOR_PORT' }, { name: 'EMULATOR_USERS' }] as const

type Source = Record<string, string | undefined>

/** What only makes sense beside an application of one's own. */
const NEEDS_CLIENT_ID = [
  'ENTRA_AUTHORITY',
  'ENTRA_CLIENT_SECRET',
  'ENTRA_CLIENT_SECRET_FILE',
  'ENTRA_CLIENT_CERTIFICATE_FILE',
]

/** @throws {ConfigError} */
export function readDemoVariables(source: Source): { port: number; users: number } {
  const halves = NEEDS_CLIENT_ID.filter((name) => source[name]?.trim())
  const problems = halves.map(
    (name) =>
      `${name} is set but ENTRA_CLIENT_ID is not: set both, or neither for the demo tenant.`,
  )
  if (source.NODE_ENV === 'production') {
    problems.push(
      'ENTRA_CLIENT_ID must be set when NODE_ENV is production: the demo is for trying.',
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    port: readInteger(source, 'EMULATOR_PORT', { default: 3001, max: 65_535 }),
    users: readInteger(source, 'EMULATOR_USERS', { default: 2000, max: 1_000_000 }),
  }
}

function readInteger(source: Source, name: string, range: { default: number; max: number }) {
  const text = source[name]?.trim()
  if (!text) return range.default
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= range.max) return value
  throw new ConfigError([`${name} must be a whole number from 0 to ${range.max}, not ${text}.`])
}
