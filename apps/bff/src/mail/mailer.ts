import { createTransport } from 'nodemailer'
import { MAIL_TEXTS, type MailLanguage, type MailText } from './mail-texts.ts'

interface Mail {
  to: string
  language: MailLanguage
  text: MailText
  /** What the link in it carries. */
  secret?: string
}

export interface Mailer {
  /** Returns at once: how long a mail takes must not tell whether one was sent. */
  send(mail: Mail): void
  /** Waits for what is on its way. */
  [Symbol.asyncDispose](): Promise<void>
}

interface Options {
  /** `smtp:` or `smtps:`, with `?from=` for the sender's address. */
  smtpUrl: string
  /** The origin that links lead to, whatever the Host header says. */
  origin: string
  onFailure: (mail: Pick<Mail, 'text'>, error: unknown) => void
}

/** The page that a link opens. Its secret stands behind the `#`, which no server and no log gets to see. */
const VIEWS: Partial<Record<MailText, string>> = {
  confirm_registration: 'verify',
  reset_password: 'reset',
}

export function createMailer({ smtpUrl, origin, onFailure }: Options): Mailer {
  const url = new URL(smtpUrl)
  const from = url.searchParams.get('from') ?? `no-reply@${new URL(origin).hostname}`
  url.searchParams.delete('from')
  const transport = createTransport(url.href, { from: { name: 'Vestibule', address: from } })
  const underway = new Set<Promise<unknown>>()
  return {
    send(mail) {
      const { subject, lines } = MAIL_TEXTS[mail.text][mail.language]
      const link = `${origin}/sign-in?view=${VIEWS[mail.text]}#${mail.secret}`
      const text = lines({ origin, link }).join('\n\n')
      const sending = transport
        .sendMail({ to: { name: '', address: mail.to }, subject, text })
        .catch((error: unknown) => onFailure(mail, error))
        .finally(() => underway.delete(sending))
      underway.add(sending)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(underway)
      transport.close()
    },
  }
}
