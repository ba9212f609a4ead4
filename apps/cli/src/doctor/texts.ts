import type { SetupCheck, SetupPermission } from '@vestibule/contract'

export const CHECKS: Record<SetupCheck['id'], string> = {
  authority: 'Authority',
  clock: 'Clock',
  credential: 'Credential',
  redirect_uris: 'Redirect URIs',
  database: 'Database',
  proxy: 'Proxy',
}

export const ASKED: Record<SetupPermission['asked'], string> = {
  sign_in: 'asked at sign-in',
  when_needed: 'asked when first needed',
  admin_consent: 'asked by admin consent',
}

export const PROBED: Record<SetupPermission['probe']['outcome'], string> = {
  passed: 'probe passed',
  missing: 'probe refused',
  unavailable: 'probe not made',
}

export interface Advice {
  cause: string
  fix: string
}

/** The same as the Setup page says (apps/web/src/components/SetupChecks.tsx), for whoever is at a terminal. */
export const REASONS: Record<NonNullable<SetupCheck['reason']>, (subject: string) => Advice> = {
  authority_unreachable: (address) => ({
    cause: `${address || 'The authority'} does not answer.`,
    fix: 'Look whether this machine gets there (DNS, firewall, HTTPS_PROXY), then run this again.',
  }),
  authority_mismatch: (address) => ({
    cause: `${address} answers, but not for the tenant that ENTRA_AUTHORITY names.`,
    fix: 'Set ENTRA_AUTHORITY to https://login.microsoftonline.com/ and your tenant id.',
  }),
  clock_differs: (seconds) => ({
    cause: `This machine’s clock is ${seconds} seconds off the authority’s.`,
    fix: 'Let it follow a time server: tokens and assertions are judged by the time.',
  }),
  credential_refused: (code) => ({
    cause: `The authority does not take the credential${code && ` (${code})`}.`,
    fix: 'Compare ENTRA_CLIENT_ID, register the certificate of ENTRA_CLIENT_CERTIFICATE_FILE, or make a new secret.',
  }),
  credential_expired: () => ({
    cause: 'The certificate has expired.',
    fix: '`pnpm cli keys certificate` makes a new pair; register its certificate.',
  }),
  credential_expiring: (days) => ({
    cause: `The certificate expires in ${days} days.`,
    fix: '`pnpm cli keys certificate` makes a new pair beside it; register its certificate.',
  }),
  redirect_uri_unregistered: (addresses) => ({
    cause: `The registration lacks ${addresses.split(' ').join(' and ')}.`,
    fix: 'Add them as redirect URIs of the platform Web, or correct APP_ORIGIN and WEB_ORIGIN.',
  }),
  redirect_uri_untold: (addresses) => ({
    cause: `The authority does not say whether the registration has ${addresses.split(' ').join(' and ')}.`,
    fix: 'Look at Authentication in the app registration.',
  }),
  database_unreachable: (message) => ({ cause: message, fix: 'Correct DATABASE_URL.' }),
  database_new: () => ({
    cause: 'There is nothing in it yet.',
    fix: '`pnpm cli migrate`, or the first server that starts, makes it.',
  }),
  database_behind: () => ({
    cause: 'It is of an older version.',
    fix: '`pnpm cli migrate`, or the next server that starts, brings it to the newest shape.',
  }),
  database_keys_differ: () => ({
    cause: 'Its tokens are sealed with other keys than TOKEN_KEYS.',
    fix: 'Give every server and this command the same TOKEN_KEYS.',
  }),
  proxy_unreachable: (address) => ({
    cause: `Nothing answers at the proxy ${address}.`,
    fix: 'Correct HTTPS_PROXY or HTTP_PROXY.',
  }),
}
