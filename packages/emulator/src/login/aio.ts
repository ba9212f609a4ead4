import type { SignInOutcome } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import { createOpaque } from './token-parts.ts'

/** What no claim tells about the sign-in behind a token, and a token made from it has to carry on. */
type Proof = Pick<SignInOutcome, 'authenticatedAt' | 'metDemands'>

interface Aio {
  generation: number
  /** On the tenant's clock. */
  issuedAt: number
  /** Null in a token that nothing is made from. */
  proof: Proof | null
}

/**
 * `aio` is opaque on the cloud too. Here it holds when, on the tenant's clock, the token was issued, and what its
 * person had proved: so a token can be made older later, and exchanged for another one, without a list of all tokens.
 */
export function createAio(world: World, signIn?: SignInOutcome): string {
  const proof = signIn && {
    authenticatedAt: signIn.authenticatedAt,
    metDemands: signIn.metDemands,
  }
  const members = [world.generation, world.clock.now(), proof ?? null, createOpaque(12)]
  return Buffer.from(JSON.stringify(members)).toString('base64url')
}

/** Only for a token whose signature was checked. */
export function readAio(aio: unknown): Aio | undefined {
  if (typeof aio !== 'string') return undefined
  const [generation, issuedAt, proof] = JSON.parse(Buffer.from(aio, 'base64url').toString()) as [
    number,
    number,
    Proof | null,
  ]
  return { generation, issuedAt, proof }
}
