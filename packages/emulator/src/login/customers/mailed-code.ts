import { randomInt, randomUUID } from 'node:crypto'
import type { MailedCode } from '../../world/issued.ts'
import type { Tenant } from '../../world/tenant.ts'
import type { World } from '../../world/world.ts'

const lifeMs = 10 * 60_000
const mostTries = 3

/** Eight digits that nobody has been told yet. */
export function createCode({ clock }: World): MailedCode {
  const text = String(randomInt(10 ** 8)).padStart(8, '0')
  return { text, sentAt: clock.now(), wrongTries: 0 }
}

/** A new code, into the outbox. */
export function mailCode(world: World, tenant: Tenant, to: string): MailedCode {
  const code = createCode(world)
  world.mailbox.add({
    id: randomUUID(),
    at: new Date().toISOString(),
    from: `${tenant.displayName} <no-reply@${tenant.domain}>`,
    to: [to],
    subject: `Your ${tenant.displayName} account verification code`,
    text: `Your code is ${code.text}. It is good for ten minutes.\n\nIf you did not ask for it, somebody may have mistyped an address: ignore this mail.`,
    html: null,
  })
  return code
}

/** Judges a typed code and counts a wrong one; spaces do not count. */
export function tryCode(
  { clock }: World,
  code: MailedCode,
  typed: string,
): 'right' | 'wrong' | 'tooOld' | 'tooManyTries' {
  if (clock.ageOf(code.sentAt) > lifeMs) return 'tooOld'
  if (typed.replace(/\s/g, '') === code.text) return 'right'
  code.wrongTries += 1
  return code.wrongTries >= mostTries ? 'tooManyTries' : 'wrong'
}
