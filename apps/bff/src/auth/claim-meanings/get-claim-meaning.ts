import type { ClaimFlag, ClaimGroup } from '@vestibule/contract'
import type { ClaimTable, LocalText } from './claim-table.ts'
import { machineClaims } from './machine-claims.ts'
import { organisationClaims } from './organisation-claims.ts'
import { personClaims } from './person-claims.ts'
import { signInClaims } from './sign-in-claims.ts'

export interface ClaimMeaning {
  group: ClaimGroup
  flags: ClaimFlag[]
  text: LocalText
}

const TABLES: [ClaimGroup, ClaimTable][] = [
  ['person', personClaims],
  ['organisation', organisationClaims],
  ['sign_in', signInClaims],
  ['machine', machineClaims],
]

/** Every claim that is known by name. */
export const KNOWN_CLAIMS: ReadonlyMap<string, ClaimMeaning> = new Map(
  TABLES.flatMap(([group, table]) =>
    Object.entries(table).map(([name, { flags = [], en, fr }]) => [
      name,
      { group, flags, text: { en, fr } },
    ]),
  ),
)

// Directory extensions: `extn.name` in a JWT, or by their full name in the directory.
// https://learn.microsoft.com/entra/identity-platform/optional-claims
const EXTENSION = /^(extn\.|extension_[0-9a-f]{32}_)/

const OF_EXTENSION: ClaimMeaning = {
  group: 'other',
  flags: ['mutable'],
  text: {
    en: 'A value that the organisation keeps of each person and has chosen to send along.',
    fr: 'Une valeur que l’organisation conserve pour chaque personne et a choisi d’envoyer.',
  },
}

const UNKNOWN: ClaimMeaning = {
  group: 'other',
  flags: [],
  text: {
    en: 'A claim that this application does not know; the organisation or Microsoft added it.',
    fr: 'Une revendication que cette application ne connaît pas. L’organisation ou Microsoft l’a ajoutée.',
  },
}

/** What a claim means. Of an unknown one it says just that. */
export function getClaimMeaning(claim: string): ClaimMeaning {
  return KNOWN_CLAIMS.get(claim) ?? (EXTENSION.test(claim) ? OF_EXTENSION : UNKNOWN)
}
