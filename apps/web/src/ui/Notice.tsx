import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Notice.module.css'

type Tone = 'ok' | 'info' | 'warn' | 'bad'

const ICONS: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  info: Info,
  warn: TriangleAlert,
  bad: CircleAlert,
}

interface NoticeProps {
  tone: Tone
  /** What happened, in a sentence. */
  title: ReactNode
  /** What can be done. */
  children?: ReactNode
  actions?: ReactNode
  /** For whoever helps. */
  details?: ReactNode
  /** Said at once by a screen reader; otherwise when it is next quiet. */
  urgent?: boolean
}

export function Notice({ tone, title, children, actions, details, urgent = false }: NoticeProps) {
  const Icon = ICONS[tone]
  return (
    <div className={`${css.notice} ${css[tone]}`} role={urgent ? 'alert' : 'status'}>
      <Icon size={18} className={css.icon} aria-hidden="true" />
      <div className={css.body}>
        <p className={css.title}>{title}</p>
        {children}
        {actions && <div className={css.actions}>{actions}</div>}
        {details}
      </div>
    </div>
  )
}
