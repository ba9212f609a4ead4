import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Setup } from '@vestibule/client'
import { CircleCheck, CircleQuestionMark, CircleX, type LucideIcon } from 'lucide-react'
import css from './SetupPermissionRow.module.css'

type Check = Setup['checks'][number]

const TITLES: Record<Check['id'], MessageDescriptor> = {
  authority: msg`Microsoft’s sign-in for your organisation`,
  clock: msg`The clock`,
  credential: msg`The application’s credential`,
  redirect_uris: msg`Redirect URIs`,
  database: msg`The database`,
  proxy: msg`The way out`,
}

const OUTCOMES: Record<
  Check['outcome'],
  { icon: LucideIcon; look: 'there' | 'missing' | 'unknown'; word: MessageDescriptor }
> = {
  passed: { icon: CircleCheck, look: 'there', word: msg`Works` },
  failed: { icon: CircleX, look: 'missing', word: msg`Does not work` },
  unavailable: { icon: CircleQuestionMark, look: 'unknown', word: msg`Cannot be told now` },
}

/** What is wrong, and what mends it. The command line says the same (apps/cli/src/doctor). */
const REASONS: Record<NonNullable<Check['reason']>, (subject: string) => MessageDescriptor> = {
  authority_unreachable: () => msg`Microsoft does not answer. Wait a little, then check again.`,
  authority_mismatch: (address) =>
    msg`${address} answers, but not for your organisation: correct the tenant in ENTRA_AUTHORITY.`,
  clock_differs: (seconds) =>
    msg`The server’s clock is ${seconds} seconds off Microsoft’s: let it follow a time server.`,
  credential_refused: (code) =>
    msg`Microsoft does not take it (${code}). Register its certificate, or make a new secret.`,
  credential_expired: () => msg`It has expired. Register a new one and give it to Vestibule.`,
  credential_expiring: (days) => msg`It expires in ${days} days. Register a new one beside it.`,
  redirect_uri_unregistered: (addresses) =>
    msg`Missing in the app registration, so that nobody comes back from Microsoft: ${addresses}`,
  redirect_uri_untold: (addresses) =>
    msg`Microsoft does not say whether these are in the app registration: ${addresses}`,
  database_unreachable: (message) => msg`It cannot be opened: ${message}`,
  database_new: () => msg`It is empty. The first server that starts makes it.`,
  database_behind: () => msg`It is of an older version. The next server that starts updates it.`,
  database_keys_differ: () =>
    msg`Its tokens are sealed with other keys: TOKEN_KEYS must be the same for all servers.`,
  proxy_unreachable: (address) =>
    msg`Nothing answers at the proxy ${address}: correct HTTPS_PROXY.`,
}

/** What has to be right besides permissions. */
export function SetupChecks({ checks }: { checks: readonly Check[] }) {
  const { t } = useLingui()
  return (
    <ul aria-label={t`Checks`}>
      {checks.map(({ id, outcome, reason, subject }) => {
        const { icon: Icon, look, word } = OUTCOMES[outcome]
        return (
          <li key={id} className={css.row}>
            <Icon size={18} className={css[look]} aria-hidden="true" />
            <div className={css.words}>
              <p className={css.head}>
                <span className={css.name}>{t(TITLES[id])}</span>
                <span className={css.quiet}>{t(word)}</span>
              </p>
              {reason !== null && <p className={css.text}>{t(REASONS[reason](subject ?? ''))}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
