import { type OptionalClaim, optionalClaims, quotaModes, type Settings } from '../world/settings.ts'
import {
  ControlError,
  type Input,
  omitUndefined,
  readBoolean,
  readChoice,
  readNumber,
  refuseOthers,
  toInput,
} from './control-input.ts'

const names = [
  'accessTokenSeconds',
  'oneTimeRefreshTokens',
  'tokenScopes',
  'claimsNeedInteraction',
  'ignorePromptLogin',
  'omittedClaims',
  'logoutSendsIssuer',
  'quotas',
  'deviceCodeIntervalSeconds',
  'apiTokenVersion',
  'apiTokenIdtyp',
  'deniedMailboxes',
] as const satisfies (keyof Settings)[]

function isOptionalClaim(name: unknown): name is OptionalClaim {
  return optionalClaims.some((known) => known === name)
}

function readOptionalClaims(input: Input): OptionalClaim[] | undefined {
  const { omittedClaims } = input
  if (omittedClaims === undefined) return undefined
  if (Array.isArray(omittedClaims) && omittedClaims.every(isOptionalClaim)) return omittedClaims
  throw new ControlError(`"omittedClaims" must be a list of some of ${optionalClaims.join(', ')}.`)
}

function readMailboxes({ deniedMailboxes: names }: Input): string[] | undefined {
  if (names === undefined) return undefined
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) {
    return names.map((name) => name.toLowerCase())
  }
  throw new ControlError('"deniedMailboxes" must be a list of object ids and user principal names.')
}

/** Only what is named changes. Throws a `ControlError` before anything does. */
export function parseSettings(body: unknown): Partial<Settings> {
  const input = toInput(body)
  refuseOthers(input, names)
  return omitUndefined({
    accessTokenSeconds: readNumber(input, 'accessTokenSeconds', { min: 1, max: 86_400 }),
    oneTimeRefreshTokens: readBoolean(input, 'oneTimeRefreshTokens'),
    tokenScopes: readChoice(input, 'tokenScopes', ['asked', 'consented']),
    claimsNeedInteraction: readBoolean(input, 'claimsNeedInteraction'),
    ignorePromptLogin: readBoolean(input, 'ignorePromptLogin'),
    omittedClaims: readOptionalClaims(input),
    logoutSendsIssuer: readBoolean(input, 'logoutSendsIssuer'),
    quotas: readChoice(input, 'quotas', quotaModes),
    deviceCodeIntervalSeconds: readNumber(input, 'deviceCodeIntervalSeconds', {
      min: 0,
      max: 900,
      isInteger: false,
    }),
    apiTokenVersion: readNumber(input, 'apiTokenVersion', { min: 1, max: 2 }),
    apiTokenIdtyp: readBoolean(input, 'apiTokenIdtyp'),
    deniedMailboxes: readMailboxes(input),
  }) as Partial<Settings>
}
