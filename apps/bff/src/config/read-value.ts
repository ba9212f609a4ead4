import type { Env } from './env.ts'

// Each reads one variable, or takes the default; a wrong value becomes a sentence in `problems`, and
// the default stands in so that the other variables can still be checked.

export function readInteger(
  env: Env,
  name: keyof Env,
  range: { default: number; min: number; max: number },
  problems: string[],
): number {
  const text = env[name]
  if (text === undefined) return range.default
  const value = Number(text)
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value
  problems.push(`${name} must be a whole number from ${range.min} to ${range.max}, not ${text}.`)
  return range.default
}

export function readOneOf<T extends string>(
  env: Env,
  name: keyof Env,
  values: readonly T[],
  fallback: T,
  problems: string[],
): T {
  const text = env[name]
  if (text === undefined) return fallback
  const value = values.find((candidate) => candidate === text)
  if (value !== undefined) return value
  problems.push(`${name} must be one of ${values.join(', ')}, not ${text}.`)
  return fallback
}

/** An origin: scheme, host and port, nothing behind. */
export function readOrigin(
  env: Env,
  name: keyof Env,
  fallback: string,
  problems: string[],
): string {
  const text = env[name]
  if (text === undefined) return fallback
  if (isOrigin(text)) return new URL(text).origin
  problems.push(`${name} must be an origin such as https://vestibule.example, not ${text}.`)
  return fallback
}

/** Whether it is scheme, host and port of the web, and nothing else. */
export function isOrigin(text: string): boolean {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') return false
  return url.search === '' && url.hash === '' && url.username === '' && url.password === ''
}

/** An address of a service: https, or http on this machine. */
export function readUrl(
  env: Env,
  name: keyof Env,
  fallback: string | undefined,
  problems: string[],
): URL | undefined {
  const text = env[name] ?? fallback
  if (text === undefined) return undefined
  if (!URL.canParse(text)) {
    problems.push(`${name} is not an address: ${text}.`)
    return undefined
  }
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  if (isSafe && url.username === '' && url.password === '') return url
  problems.push(`${name} must begin with https:// unless it is on this machine.`)
  return undefined
}

/** True for a host name that cannot leave this machine. The one place that decides where http may be. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
