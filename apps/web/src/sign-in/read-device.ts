/** What the server says of the doors, and of who last came through one of them on this device. */
export interface Device {
  registration: 'open' | 'verify' | 'off'
  /** Whether the Microsoft door is for customers, who may open an account there by themselves. */
  isForCustomers: boolean
  /** Whether mails can be sent, without which no forgotten password is reset. */
  hasMail: boolean
  /** The door that was used last; nothing for a newcomer. */
  door: 'entra' | 'local' | undefined
  /** The name that was signed in with: a user principal name or an e-mail address. */
  hint: string | undefined
}

/** Reads it from the page's first element. Vite's pages in development say nothing: all is open there. */
export function readDevice(): Device {
  const { registration, mail, door, hint, customers } = document.documentElement.dataset
  return {
    registration: registration === 'verify' || registration === 'off' ? registration : 'open',
    isForCustomers: customers === 'yes',
    hasMail: mail !== 'no',
    door: door === 'entra' || door === 'local' ? door : undefined,
    hint,
  }
}
