import { type Static, Type } from 'typebox'
import { TOKEN_CLAIMS_EXAMPLE } from './examples.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Instant = (description: string) => Type.String({ format: 'date-time', description })

/** What part of a person's story a claim tells; for reading, in this order. */
export const CLAIM_GROUPS = ['person', 'organisation', 'sign_in', 'machine', 'other'] as const
export type ClaimGroup = (typeof CLAIM_GROUPS)[number]

/** What a program may do with a claim. */
export const CLAIM_FLAGS = ['opaque', 'mutable', 'identity', 'validated', 'time'] as const
export type ClaimFlag = (typeof CLAIM_FLAGS)[number]

/** What a sign-in checks of an ID token, in the order in which it is best read. */
export const TOKEN_CHECKS = [
  'signature',
  'issuer',
  'audience',
  'tenant',
  'nonce',
  'expiry',
  'age',
] as const

/** One decoded claim of a token. `value` is what the token says, whatever its JSON type. */
export const TokenClaim = Type.Object(
  {
    name: Type.String({ description: 'As the token spells it.' }),
    value: Type.Unknown({ description: 'What the token says, whatever its JSON type.' }),
    meaning: Type.String({ description: 'A sentence, in the language of `Content-Language`.' }),
    group: Type.Enum(CLAIM_GROUPS, { description: 'What part of a person’s story it tells.' }),
    flags: Type.Array(Type.Enum(CLAIM_FLAGS), {
      description:
        '`opaque`: not to be read. `mutable`: may change or be reused, never for authorisation. ' +
        '`identity`: part of the person’s key. `validated`: compared at sign-in. ' +
        '`time`: seconds since 1970.',
    }),
    // Type.Record would write `patternProperties`, of which most readers of OpenAPI make nothing.
    names: Type.Unsafe<Record<string, string>>({
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Names for values that are ids or codes, by the value as text.',
    }),
  },
  { $id: 'TokenClaim', description: 'One decoded claim of a token.' },
)
export type TokenClaim = Static<typeof TokenClaim>

/**
 * One check of the ID token. What the two values are: `signature` the algorithms allowed and the
 * address of the keys, against the algorithm and the key's id; `expiry` and `age` an ISO 8601 interval
 * `from/to`, against the time that has to lie in it; the others an id or an address, against the
 * token's own.
 */
export const TokenCheck = Type.Object(
  {
    check: Type.Enum(TOKEN_CHECKS, { description: 'What was compared.' }),
    passed: Type.Boolean({ description: 'True: a token that fails signs nobody in.' }),
    expected: Type.String({
      description: 'What was wanted: an id, an address, algorithms, or an interval `from/to`.',
    }),
    actual: Type.String({ description: 'What the token says, or the time that it came at.' }),
  },
  { $id: 'TokenCheck', description: 'One check of the ID token.' },
)
export type TokenCheck = Static<typeof TokenCheck>

const Decoded = () => ({
  claims: Type.Array(Type.Unsafe<TokenClaim>(Type.Ref('TokenClaim')), {
    description: 'In the order of the token.',
  }),
  issuedAt: Instant('`iat`.'),
  expiresAt: Instant('`exp`.'),
})

/** What a caller's tokens say. Never a token. */
export const TokenClaims = Type.Object(
  {
    idToken: Nullable(
      Type.Object(
        {
          ...Decoded(),
          validation: Type.Array(Type.Unsafe<TokenCheck>(Type.Ref('TokenCheck')), {
            description: 'What was compared when the token came, with both values.',
          }),
          checkedAt: Instant('When that was.'),
        },
        { description: 'Of a session’s sign-in. Null for a caller with a bearer token.' },
      ),
    ),
    accessToken: Nullable(
      Type.Object(Decoded(), {
        description: 'The bearer token that the caller has just shown. Null for a session.',
      }),
    ),
    accessTokens: Type.Array(
      Type.Object({
        resource: Type.String({ description: 'Whom the token is for.' }),
        scopes: Type.Array(Type.String(), { description: 'What it allows there.' }),
        expiresAt: Instant('Until when; another one is fetched in time.'),
      }),
      { description: 'The tokens that the server holds for the caller, without themselves.' },
    ),
  },
  {
    $id: 'TokenClaims',
    description: 'What a caller’s tokens say. Never a token.',
    examples: [TOKEN_CLAIMS_EXAMPLE],
  },
)
export type TokenClaims = Static<typeof TokenClaims>
