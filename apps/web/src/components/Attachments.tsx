import { Plural, useLingui } from '@lingui/react/macro'
import type { MessageDetail } from '@vestibule/client'
import { Paperclip } from 'lucide-react'
import { formatSize } from '../ui/format-size.ts'
import css from './Attachments.module.css'

/** What came with a message, by name. It cannot be fetched here. */
export function Attachments({ attachments }: Pick<MessageDetail, 'attachments'>) {
  const { t, i18n } = useLingui()
  if (attachments.length === 0) return null
  return (
    <section aria-labelledby="message-attachments" className={css.attachments}>
      <h4 id="message-attachments" className={css.heading}>
        <Plural value={attachments.length} one="# attachment" other="# attachments" />
      </h4>
      <ul className={css.list}>
        {attachments.map(({ name, contentType, size }, index) => (
          <li key={`${name}-${index}`} className={css.attachment}>
            <Paperclip size={14} className={css.icon} aria-hidden="true" />
            <span>
              <bdi>{name || t`Without a name`}</bdi>
              <span className={css.about}>
                {contentType && <code>{contentType}</code>}
                <span>{formatSize(size, i18n.locales ?? i18n.locale)}</span>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
