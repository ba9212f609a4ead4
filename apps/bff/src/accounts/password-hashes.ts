import { type Algorithm, hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { AccountError } from './account-error.ts'

/** The least that OWASP names for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
}
const PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$'
/** At once, each with 19 MiB and a thread of its own; the event loop runs beside them. */
const AT_ONCE = 2
/** Three seconds' worth: whoever would wait longer is told to come again. */
const MAX_WAITING = 100
const COME_AGAIN_SECONDS = 3
/** Of a password that nobody knows: takes the same time as any other to find wrong. */
const NOBODYS = `${PREFIX}Sx5xHU0J3h1ZKCQbgAelPQ$bc3ILY4O/65haWjhLnjxZyzPumgc7bIjfDyTJBQXPnI`

/** Hashes passwords with argon2id (RFC 9106), off the event loop, a few at a time. */
export interface PasswordHashes {
  /**
   * Asked before anything is begun for whoever would have to wait too long.
   *
   * @throws {AccountError} `busy`
   */
  demandRoom(): void
  /** @throws {AccountError} `busy` */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the one of the hash; without a hash it is wrong, after the same time.
   *
   * @throws {AccountError} `busy`
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
  /** Made with other parameters than those of today. */
  isOutdated(passwordHash: string): boolean
}

export function createPasswordHashes(): PasswordHashes {
  const limit = pLimit(AT_ONCE)
  const demandRoom = () => {
    if (limit.pendingCount >= MAX_WAITING)
      throw new AccountError('busy', { retryAfterSeconds: COME_AGAIN_SECONDS })
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    demandRoom()
    return limit(work)
  }
  return {
    demandRoom,
    hash: async (password) => inTurn(() => hash(toBytes(password), PARAMETERS)),
    async verify(passwordHash, password) {
      const isRight = await inTurn(() => verify(passwordHash ?? NOBODYS, toBytes(password)))
      return isRight && passwordHash !== undefined
    },
    isOutdated: (passwordHash) => !passwordHash.startsWith(PREFIX),
  }
}

/** One form of what keyboards write in several (NIST SP 800-63B-4, 3.1.1.2). */
function toBytes(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'))
}
