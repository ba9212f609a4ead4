import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import {
  Boxes,
  CircleUserRound,
  FileKey,
  ListChecks,
  type LucideIcon,
  Mail,
  ScrollText,
  Settings,
  ShieldCheck,
  UserRoundCog,
  UsersRound,
} from 'lucide-react'
import { hasFeature } from '../features.ts'
import { PATHS } from '../routes.ts'
import { Mark } from '../ui/Mark.tsx'
import { Name } from '../ui/Name.tsx'
import { mayActOnAccounts } from './may-act.ts'
import { mayReadMail } from './may-read-mail.ts'
import css from './Rail.module.css'

interface RailProps {
  organization: string | undefined
  /** Undefined while nobody knows. */
  roles: readonly string[] | undefined
}

export function Rail({ organization, roles }: RailProps) {
  const { t } = useLingui()
  const isAdmin = roles?.includes('Admin')
  return (
    <nav aria-label={t`Pages`} className={css.rail}>
      <div className={css.brand}>
        <Mark />
        <div className={css.words}>
          <p className={css.product}>Vestibule</p>
          {organization && <Name>{organization}</Name>}
        </div>
      </div>
      <div className={css.pages} data-waiting={roles === undefined}>
        <RailLink to={PATHS.profile} icon={CircleUserRound} word={t`Profile`} />
        <RailLink to={PATHS.claims} icon={FileKey} word={t`Token claims`} />
        {hasFeature('users') && <RailLink to={PATHS.users} icon={UsersRound} word={t`Users`} />}
        {hasFeature('groups') && <RailLink to={PATHS.groups} icon={Boxes} word={t`Groups`} />}
        {mayActOnAccounts(roles) && (
          <RailLink to={PATHS.batches} icon={UserRoundCog} word={t`Batches`} />
        )}
        {mayReadMail(roles) && <RailLink to={PATHS.mail} icon={Mail} word={t`Mail`} />}
        <RailLink to={PATHS.security} icon={ShieldCheck} word={t`Security`} />
        <RailLink to={PATHS.settings} icon={Settings} word={t`Settings`} />
        {isAdmin && <RailLink to={PATHS.audit} icon={ScrollText} word={t`Audit`} />}
        {isAdmin && <RailLink to={PATHS.setup} icon={ListChecks} word={t`Setup`} />}
      </div>
    </nav>
  )
}

interface RailLinkProps {
  to: (typeof PATHS)[Exclude<keyof typeof PATHS, 'user' | 'group' | 'batch'>]
  icon: LucideIcon
  word: string
}

function RailLink({ to, icon: Icon, word }: RailLinkProps) {
  return (
    <Link
      to={to}
      className={css.link}
      title={word}
      activeOptions={{ exact: to === PATHS.profile, includeSearch: false }}
    >
      <Icon size={18} aria-hidden="true" />
      <span className={css.word}>{word}</span>
    </Link>
  )
}
