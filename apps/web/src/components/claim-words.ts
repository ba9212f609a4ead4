import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { TokenClaim } from '@vestibule/client'
import { BadgeCheck, EyeOff, KeyRound, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { TokenCheck } from './read-claim.ts'

/** What a group of claims is called. */
export const GROUP_WORDS: Record<TokenClaim['group'], MessageDescriptor> = {
  person: msg`Who you are`,
  organisation: msg`Where you belong`,
  sign_in: msg`This sign-in`,
  machine: msg`For machines`,
  other: msg`Added by your organisation`,
}

type Flag = TokenClaim['flags'][number]

export interface FlagLook {
  Icon: LucideIcon
  word: MessageDescriptor
  tone: 'accent' | 'ok' | 'warn' | 'quiet'
}

/** How a flag is shown. A time needs no flag: it is shown as one. */
export const FLAG_LOOKS: Record<Flag, FlagLook | null> = {
  identity: { Icon: KeyRound, word: msg`Part of your key`, tone: 'accent' },
  validated: { Icon: BadgeCheck, word: msg`Checked at sign-in`, tone: 'ok' },
  mutable: { Icon: TriangleAlert, word: msg`May change: never for authorisation`, tone: 'warn' },
  opaque: { Icon: EyeOff, word: msg`Opaque: not to be read`, tone: 'quiet' },
  time: null,
}

/** What each check is called, and what it proves. */
export const CHECK_WORDS: Record<
  TokenCheck['check'],
  { name: MessageDescriptor; proves: MessageDescriptor }
> = {
  signature: {
    name: msg`Signature`,
    proves: msg`Signed with a key that the sign-in service publishes: nobody has changed it.`,
  },
  issuer: { name: msg`Issuer`, proves: msg`It comes from the sign-in service we expect.` },
  audience: { name: msg`Audience`, proves: msg`It was made for this application.` },
  tenant: { name: msg`Tenant`, proves: msg`Your account is of the organisation we expect.` },
  nonce: { name: msg`Nonce`, proves: msg`It answers this very sign-in, not an earlier one.` },
  expiry: { name: msg`Expiry`, proves: msg`It was valid at the moment it came.` },
  age: { name: msg`Age`, proves: msg`It was issued just before it came.` },
}
