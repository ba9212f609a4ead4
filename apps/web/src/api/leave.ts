import { leaveFarewell } from '../farewell.ts'
import { toReturnTo, toSignIn } from '../routes.ts'
import { dropTabDrafts } from '../tab-drafts.ts'
import { giveUpPictures } from '../ui/pictures.ts'

let isLeaving = false

/** Goes to the sign-in page and back here after it. Several calls may fail at once; one goes. */
export function leaveForSignIn(): void {
  if (isLeaving) return
  isLeaving = true
  giveUpPictures()
  leaveFarewell('session-ended')
  location.assign(toSignIn(toReturnTo(location)))
}

/** Goes where sign-out leads. Nothing that fails after this may bring the sign-in page instead. */
export function leaveSignedOut(address: string): void {
  isLeaving = true
  dropTabDrafts()
  leaveFarewell('signed-out')
  location.assign(address)
}
