import { type Static, Type } from 'typebox'

const Instant = () => Type.String({ format: 'date-time' })

/** One decoded claim of the ID token. `value` is what the token says, whatever its JSON type. */
export const TokenClaim = Type.Object(
  {
    name: Type.String(),
    value: Type.Unknown(),
    meaning: Type.String(),
  },
  { $id: 'TokenClaim' },
)
export type TokenClaim = Static<typeof TokenClaim>

/** What a person's tokens say. Never a token. */
export const TokenClaims = Type.Object(
  {
    idToken: Type.Object({
      claims: Type.Array(Type.Unsafe<TokenClaim>(Type.Ref('TokenClaim'))),
      issuedAt: Instant(),
      expiresAt: Instant(),
    }),
    accessTokens: Type.Array(
      Type.Object({
        resource: Type.String(),
        scopes: Type.Array(Type.String()),
        expiresAt: Instant(),
      }),
    ),
  },
  { $id: 'TokenClaims' },
)
export type TokenClaims = Static<typeof TokenClaims>
