import { type Html, html } from '../../pages/html.ts'

/** What the three pages that begin with an address show. */
export interface EmailPage {
  /** As it was typed before, or as the application hints. */
  email: string
  problem?: string | undefined
}

export function createEmailField(email: string): Html {
  return html`<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" maxlength="254" value="${email}" required>`
}

/** A button that leaves the form for another page and takes the address along, as far as it is typed. */
export function createTurn(turn: 'signIn' | 'signUp' | 'reset', label: string): Html {
  return html`<button name="go" value="${turn}" formnovalidate>${label}</button>`
}
