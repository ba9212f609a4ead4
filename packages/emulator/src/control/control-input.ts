import { roleTemplateIds } from '../seed/ids.ts'
import { type FaultRequest, faultKinds, isCutting } from './fault.ts'

/** Bad input to a control endpoint; the message is a sentence for the person who sent it. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
}

export type Input = Record<string, unknown>

export function toInput(body: unknown): Input {
  if (body === undefined || body === null) return {}
  if (typeof body === 'object' && !Array.isArray(body)) return body as Input
  throw new ControlError('The body must be a JSON object.')
}

/** Throws when the input has a member that is not of these. */
export function refuseOthers(input: Input, names: readonly string[]): void {
  const other = Object.keys(input).find((name) => !names.includes(name))
  if (other === undefined) return
  throw new ControlError(`"${other}" is not known here. Known: ${names.join(', ')}.`)
}

interface Range {
  min: number
  max: number
  isInteger?: boolean
}

export function readNumber(input: Input, name: string, range: Range): number | undefined {
  const value = input[name]
  if (value === undefined) return undefined
  const { min, max, isInteger = true } = range
  const isFine =
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!isInteger || Number.isInteger(value))
  if (isFine) return value
  throw new ControlError(
    `"${name}" must be ${isInteger ? 'a whole number' : 'a number'} from ${min} to ${max}.`,
  )
}

export function readText(input: Input, name: string): string | undefined {
  const value = input[name]
  if (value === undefined || typeof value === 'string') return value
  throw new ControlError(`"${name}" must be a text.`)
}

export function readBoolean(input: Input, name: string): boolean | undefined {
  const value = input[name]
  if (value === undefined || typeof value === 'boolean') return value
  throw new ControlError(`"${name}" must be true or false.`)
}

export function readChoice<T extends string>(
  input: Input,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = input[name]
  if (value === undefined) return undefined
  const choice = choices.find((known) => known === value)
  if (choice !== undefined) return choice
  throw new ControlError(`"${name}" must be one of ${choices.join(', ')}.`)
}

/** Members that are `undefined` left out, as `exactOptionalPropertyTypes` wants them. */
export function omitUndefined<T extends object>(
  value: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

export interface ResetRequest {
  consent?: 'all' | 'none'
  users?: number
}

export function parseReset(body: unknown): ResetRequest {
  const input = toInput(body)
  refuseOthers(input, ['consent', 'users'])
  return omitUndefined({
    consent: readChoice(input, 'consent', ['all', 'none']),
    users: readNumber(input, 'users', { min: 0, max: 1_000_000 }),
  }) as ResetRequest
}

export function parseAdvance(body: unknown): number {
  const input = toInput(body)
  refuseOthers(input, ['advanceSeconds'])
  const seconds = readNumber(input, 'advanceSeconds', {
    min: 0,
    max: 3_153_600_000,
    isInteger: false,
  })
  if (seconds === undefined) throw new ControlError('"advanceSeconds" is missing.')
  return seconds
}

export function parseFault(body: unknown, groups: readonly string[]): FaultRequest {
  const input = toInput(body)
  refuseOthers(input, [
    'match',
    'kind',
    'status',
    'code',
    'retryAfterSeconds',
    'delayMs',
    'times',
    'rate',
    'before',
  ])
  const { match, code } = input
  if (typeof match !== 'string' || !(match.startsWith('/') || groups.includes(match))) {
    throw new ControlError(
      `"match" must be a path that begins with / or one of ${groups.join(', ')}.`,
    )
  }
  if (code !== undefined && typeof code !== 'string' && typeof code !== 'number') {
    throw new ControlError('"code" must be a text or a number.')
  }
  const kind = readChoice(input, 'kind', faultKinds)
  if (kind === undefined) throw new ControlError(`"kind" must be one of ${faultKinds.join(', ')}.`)
  const before = readBoolean(input, 'before')
  if (before !== undefined && !isCutting({ kind })) {
    throw new ControlError('"before" goes with reset, truncate and html.')
  }
  return {
    match,
    kind,
    ...(omitUndefined({
      code,
      before,
      // A proxy's page may well come with 200.
      status: readNumber(input, 'status', { min: kind === 'html' ? 200 : 400, max: 599 }),
      retryAfterSeconds: readNumber(input, 'retryAfterSeconds', { min: 0, max: 86_400 }),
      delayMs: readNumber(input, 'delayMs', { min: 0, max: 600_000 }),
      times: readNumber(input, 'times', { min: 1, max: 1_000_000 }),
      rate: readNumber(input, 'rate', { min: 0, max: 1, isInteger: false }),
    }) as Omit<FaultRequest, 'match' | 'kind'>),
  }
}

/** Role names are those of Microsoft's table in camel case, `globalAdministrator` and its kin, or template ids. */
export function toRoleTemplateId(name: unknown): string {
  const known: Record<string, string> = roleTemplateIds
  if (typeof name === 'string') {
    const id = Object.hasOwn(known, name) ? known[name] : name.toLowerCase()
    if (id !== undefined && Object.values(known).includes(id)) return id
  }
  throw new ControlError(
    `"directoryRoles" takes ${Object.keys(known).join(', ')} or a template id.`,
  )
}
