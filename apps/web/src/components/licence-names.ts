import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/**
 * What Microsoft calls the licences that are met most, by SKU id:
 * https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
 */
const NAMES: Record<string, MessageDescriptor> = {
  '94763226-9b3c-4e75-a931-5c89701abe66': msg`Office 365 A1 for faculty`,
  '78e66a63-337a-4a9a-8959-41c6654dfb56': msg`Office 365 A1 Plus for faculty`,
  '314c4481-f395-4525-be8b-2ec4bb1e9d91': msg`Office 365 A1 for students`,
  'e82ae690-a2d5-4d76-8d30-7c6e01e6022e': msg`Office 365 A1 Plus for students`,
  '6fd2c87f-b296-42f0-b197-1e91e994b900': msg`Office 365 E3`,
}

/** A licence by the name it is bought under, where it is known here. */
export function toLicenceName(skuId: string): MessageDescriptor | undefined {
  return Object.hasOwn(NAMES, skuId) ? NAMES[skuId] : undefined
}
