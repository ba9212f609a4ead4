import type { Language, LocalText } from '../claim-meanings/claim-table.ts'
import { claimCodes } from './claim-codes.ts'

/** What is known of the session that the claims belong to. */
export interface KnownNames {
  clientId: string
  issuer: string
  person: { objectId: string; name: string }
  organization: { tenantId: string; name: string | null }
}

const THIS_APPLICATION: LocalText = { en: 'This application', fr: 'Cette application' }

const APPLICATIONS = new Set(['aud', 'azp', 'appid'])
const COUNTRIES = new Set(['ctry', 'tenant_ctry'])
const TONGUES = new Set(['xms_pl', 'xms_tpl', 'locale'])

/** Names for the ids and codes in a claim's value, by the value as text. Most values need none. */
export function readClaimNames(
  claim: string,
  value: unknown,
  known: KnownNames,
  language: Language,
): Record<string, string> {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (item) => typeof item === 'string' || typeof item === 'number',
  )
  return Object.fromEntries(
    values.flatMap((item) => {
      const text = String(item)
      const name = readName(claim, text, known, language)
      return name ? [[text, name]] : []
    }),
  )
}

function readName(
  claim: string,
  value: string,
  { clientId, issuer, person, organization }: KnownNames,
  language: Language,
): string | null | undefined {
  if (APPLICATIONS.has(claim) && value === clientId) return THIS_APPLICATION[language]
  if (claim === 'oid' && value === person.objectId) return person.name
  if (claim === 'tid' && value === organization.tenantId) return organization.name
  if (claim === 'iss' && value === issuer) return organization.name
  if (COUNTRIES.has(claim)) return readDisplayName('region', value, language)
  if (TONGUES.has(claim)) return readDisplayName('language', value, language)
  const codes = claimCodes[claim]
  return codes && Object.hasOwn(codes, value) ? codes[value]?.[language] : undefined
}

function readDisplayName(type: 'region' | 'language', code: string, language: Language) {
  try {
    return new Intl.DisplayNames(language, { type, fallback: 'none' }).of(code)
  } catch {
    // What is no code at all, such as a country written out, needs no name.
    return undefined
  }
}
