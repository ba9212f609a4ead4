import type { Mail } from './mail.ts'

const keptAtMost = 200

export interface Mailbox {
  add(mail: Mail): void
  list(): Mail[]
  clear(): void
}

/** The newest two hundred mails, newest first. */
export function createMailbox(): Mailbox {
  let mails: Mail[] = []
  return {
    add: (mail) => {
      mails = [mail, ...mails].slice(0, keptAtMost)
    },
    list: () => mails.map((mail) => ({ ...mail, to: [...mail.to] })),
    clear: () => {
      mails = []
    },
  }
}
