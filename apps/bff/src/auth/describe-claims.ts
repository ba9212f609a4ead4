import type { TokenClaim } from '@vestibule/contract'
import type { JWTPayload } from 'jose'
import type { Language } from './claim-meanings/claim-table.ts'
import { getClaimMeaning } from './claim-meanings/get-claim-meaning.ts'
import { type KnownNames, readClaimNames } from './claim-names/read-claim-names.ts'

/** Every claim with what it means, in the order of the token. */
export function describeClaims(
  claims: JWTPayload,
  known: KnownNames,
  language: Language,
): TokenClaim[] {
  return Object.entries(claims).map(([name, value]) => {
    const { group, flags, text } = getClaimMeaning(name)
    const names = readClaimNames(name, value, known, language)
    return { name, value, meaning: text[language], group, flags, names }
  })
}
