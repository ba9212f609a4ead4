import { Trans, useLingui } from '@lingui/react/macro'
import type { Me } from '@vestibule/client'
import { Tag } from '../ui/Tag.tsx'
import css from './Roles.module.css'
import { toRoleText } from './roles.ts'

/** The signed-in person's roles, each with what gave it. */
export function Roles({ grants }: { grants: Me['roleGrants'] }) {
  const { t } = useLingui()
  if (grants.length === 0) {
    return (
      <p className={css.none}>
        <Trans>You have no role. What everyone may do, you may do.</Trans>
      </p>
    )
  }
  return (
    <ul className={css.roles}>
      {grants.map((grant) => {
        const { word, why, source } = toRoleText(grant)
        return (
          <li key={`${grant.source} ${grant.id}`} className={css.role}>
            <Tag>{word ? t(word) : <bdi>{grant.role}</bdi>}</Tag>
            <span className={css.why}>
              {t(why)}
              <span className={css.source} title={grant.id}>
                {t(source)}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
