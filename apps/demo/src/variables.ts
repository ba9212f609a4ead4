import { ConfigError } from '@vestibule/bff'

/** What the demo reads beside Vestibule's own variables. */
export const DEMO_VARIABLES = [{ name: 'EMULATOR_PORT' }, { name: 'EMULATOR_USERS' }] as const

type Source = Record<string, string | undefined>

/** @throws {ConfigError} */
export function readDemoVariables(source: Source): { port: number; users: number } {
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
