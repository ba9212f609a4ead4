import { type Html, html } from '../pages/html.ts'
import type { AnswerTarget } from './authorization-request.ts'

/** The way back without what only an administrator can grant. */
export const returnLabel = 'Return to the application without granting consent'

/** Entra's words for AADSTS90094. https://learn.microsoft.com/entra/identity/enterprise-apps/application-sign-in-unexpected-user-consent-error */
export function createApprovalNeeded({ application: { displayName } }: AnswerTarget): Html {
  return html`<p>${displayName} needs permission to access resources in your organisation that only an admin can grant. Please ask an admin to grant permission to this app before you can use it. (AADSTS90094)</p>`
}
