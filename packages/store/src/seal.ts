import { createHash } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { UnsealError } from './store-error.ts'

/** A key ring: 32-byte keys, the newest first. The newest seals; any of them opens. */
export type KeyRing = readonly [Uint8Array, ...Uint8Array[]]

/** What a value is sealed for. It is bound to both, so it opens in no other row and session. */
export interface SealContext {
  ring: KeyRing
  /** 32 bytes only the holder of the session's cookie can derive. */
  sessionKey: Uint8Array
  /** The row's identity, such as `<session id>/refresh_token/`. */
  row: string
}

/** What the outer of the two layers needs, and what belongs to no session is sealed for. */
type OuterContext = Pick<SealContext, 'ring' | 'row'>

/**
 * Seals a value twice, as a JWE (RFC 7516, `dir` and `A256GCM`) inside a JWE: the inner one with the
 * session's own key, the outer one with the key ring. A stolen database opens nothing without the
 * cookie, and the outer layer can be renewed while the person is away.
 */
export async function seal(value: string, context: SealContext): Promise<string> {
  const inner = await encrypt(value, context.sessionKey, { row: context.row })
  return encryptOuter(inner, context, 'JWE')
}

/**
 * Opens what `seal` made.
 *
 * @throws {UnsealError} sealed for another row or session, by a key not in the ring, or altered.
 */
export async function unseal(sealed: string, context: SealContext): Promise<string> {
  try {
    const inner = await decryptOuter(sealed, context)
    return await decrypt(inner, context.row, () => context.sessionKey)
  } catch (cause) {
    throw new UnsealError('A sealed value could not be opened.', { cause })
  }
}

/**
 * Seals a value once, with the key ring alone: for what is the server's own and no session's. Whoever
 * has the ring and the database opens it, so nothing of a person is sealed like this.
 */
export async function sealForServer(value: string, context: OuterContext): Promise<string> {
  return encryptOuter(value, context)
}

/**
 * Opens what `sealForServer` made.
 *
 * @throws {UnsealError} sealed for another row, by a key not in the ring, or altered.
 */
export async function unsealForServer(sealed: string, context: OuterContext): Promise<string> {
  try {
    return await decryptOuter(sealed, context)
  } catch (cause) {
    throw new UnsealError('A sealed value could not be opened.', { cause })
  }
}

/**
 * Seals with the newest key of the ring what an older one has sealed. An inner JWE stays closed: this
 * needs no session's key, so the person may be away.
 *
 * @returns undefined when the newest key has sealed it already.
 * @throws {UnsealError} sealed for another row, by a key not in the ring, or altered.
 */
export async function rewrap(sealed: string, context: OuterContext): Promise<string | undefined> {
  try {
    const { kid, cty } = decodeProtectedHeader(sealed)
    if (kid === keyId(context.ring[0])) return undefined
    return await encryptOuter(await decryptOuter(sealed, context), context, cty)
  } catch (cause) {
    throw new UnsealError('A sealed value could not be opened.', { cause })
  }
}

/** @param cty `JWE` where another one is inside (RFC 7516, 4.1.12) */
function encryptOuter(value: string, { ring: [newest], row }: OuterContext, cty?: string) {
  return encrypt(value, newest, { row, kid: keyId(newest), ...(cty && { cty }) })
}

function decryptOuter(sealed: string, { ring, row }: OuterContext) {
  return decrypt(sealed, row, (kid) => ring.find((key) => keyId(key) === kid))
}

function encrypt(value: string, key: Uint8Array, header: Record<string, string>) {
  return new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader({ ...header, alg: 'dir', enc: 'A256GCM' })
    .encrypt(key)
}

async function decrypt(
  sealed: string,
  row: string,
  findKey: (kid: unknown) => Uint8Array | undefined,
) {
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealed,
    ({ kid }) => {
      const key = findKey(kid)
      if (!key) throw new Error('No key of the ring has that id.')
      return key
    },
    { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
  )
  // The header is authenticated data of the encryption (RFC 7516, 5.1 step 14).
  if (protectedHeader.row !== row) throw new Error('Sealed for another row.')
  return new TextDecoder().decode(plaintext)
}

/** Names a key without telling it: the first bytes of its SHA-256. */
function keyId(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 12)
}
