import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { UserAgentFacts } from './read-user-agent.ts'

/** A browser and where it runs, in words. */
export function toDeviceText({ browser, system }: UserAgentFacts): MessageDescriptor {
  if (browser && system) return msg`${browser} on ${system}`
  if (browser) return msg`${browser} on an unknown system`
  return system ? msg`Unknown browser on ${system}` : msg`Unknown browser`
}
