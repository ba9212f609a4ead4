import type { AppConfig } from './config.ts'

type Origins = Pick<AppConfig, 'appOrigin' | 'webOrigin'>

/** Where the authority sends its answer: from the configuration, whatever the Host header says. */
export const toRedirectUri = ({ appOrigin }: Pick<Origins, 'appOrigin'>) =>
  `${appOrigin}/auth/callback`

/** Where an administrator comes back from the consent page. */
export const toAdminConsentRedirectUri = ({ appOrigin }: Pick<Origins, 'appOrigin'>) =>
  `${appOrigin}/auth/admin-consent/callback`

/** Where people come back once they have signed out at the authority. */
export const toSignedOutUri = ({ webOrigin }: Pick<Origins, 'webOrigin'>) => `${webOrigin}/sign-in`

/** All that the registration must have: the authority takes signing out for one too. */
export function listRedirectUris(origins: Origins): string[] {
  return [toRedirectUri(origins), toAdminConsentRedirectUri(origins), toSignedOutUri(origins)]
}
