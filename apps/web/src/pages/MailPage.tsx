import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Me } from '@vestibule/client'
import { useState } from 'react'
import type { Opening } from '../api/mail-queries.ts'
import { meQuery } from '../api/queries.ts'
import { Loaded } from '../components/Loaded.tsx'
import { Mailbox } from '../components/Mailbox.tsx'
import { MailboxForm } from '../components/MailboxForm.tsx'
import { MailForbidden } from '../components/MailForbidden.tsx'
import { mayReadMail } from '../components/may-read-mail.ts'
import { readMailReason } from '../mail-draft.ts'
import { PATHS } from '../routes.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './BatchesPage.module.css'

const route = getRouteApi(PATHS.mail)

export function MailPage() {
  const query = useQuery(meQuery)
  return (
    <Loaded query={query} skeleton={<Skeleton height={16} />}>
      {(me) => (mayReadMail(me.roles) ? <Mail me={me} /> : <MailForbidden />)}
    </Loaded>
  )
}

/** Nothing is opened before a reason was given and the button pressed, whatever the address says. */
function Mail({ me }: { me: Me }) {
  const { of = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const [given] = useState(() => readMailReason(me.id, of) ?? '')
  const [opening, setOpening] = useState<Opening>()
  // Back leads to another mailbox, which is not open by that.
  const shown = opening?.of === of ? opening : undefined

  const open = (wish: Pick<Opening, 'of' | 'reason'>) => {
    setOpening({ ...wish, id: crypto.randomUUID() })
    if (wish.of !== of) void navigate({ search: { of: wish.of }, resetScroll: false })
  }
  return (
    <div className={css.page}>
      <p className={css.lead}>
        <Trans>
          The newest messages of a mailbox, to read and nothing else. Say whose it is, and why:
          nothing is opened before.
        </Trans>
      </p>
      <MailboxForm of={of} givenReason={given} opened={shown} onOpen={open} />
      {shown && <Mailbox key={shown.id} opening={shown} />}
    </div>
  )
}
