import { useLingui } from '@lingui/react/macro'
import type { TokenClaim } from '@vestibule/client'
import css from './ClaimFlags.module.css'
import { FLAG_LOOKS } from './claim-words.ts'

/** What a program may do with a claim, in words. */
export function ClaimFlags({ flags }: Pick<TokenClaim, 'flags'>) {
  const { t } = useLingui()
  const looks = flags.flatMap((flag) => FLAG_LOOKS[flag] ?? [])
  if (looks.length === 0) return null
  return (
    <ul className={css.flags}>
      {looks.map(({ Icon, word, tone }) => (
        <li key={tone} className={css[tone]}>
          <Icon size={13} aria-hidden="true" />
          {t(word)}
        </li>
      ))}
    </ul>
  )
}
