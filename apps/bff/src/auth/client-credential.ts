import { LRUCache } from 'lru-cache'
import type { ClientAuth } from 'openid-client'
import { parseCertificatePairs, rankPairs } from './certificate-pairs.ts'
import { type ClientProof, createCertificateProof, createSecretProof } from './client-proof.ts'

/** As the configuration has it. */
export type CredentialText =
  | { kind: 'secret'; secret: string }
  /** Private keys and certificates as PEM, and where they stand. */
  | { kind: 'certificate'; pem: string; file: string }

/** What an operator wants to know of the credential in use. */
export type CredentialFacts =
  | { kind: 'secret' }
  | {
      kind: 'certificate'
      /** SHA-256 in base64url, as in `x5t#S256`. */
      thumbprint: string
      notAfter: Date
      /** Whole days; 0 once it has expired. */
      daysLeft: number
      /** `expiring` in the last 30 days. */
      state: 'ok' | 'expiring' | 'expired'
    }

/** How the application proves itself to the authority. May be replaced while we run. */
export interface ClientCredential {
  /** The file with the certificates; undefined for a secret. */
  file: string | undefined
  /** For openid-client. Each request takes what is best at its time. */
  authenticate(tokenEndpoint: string): ClientAuth
  /**
   * Reads the configured files again.
   *
   * @returns whether there is something else now
   * @throws {Error} they are not usable; what was there before stays
   */
  reload(): boolean
  /**
   * What to try in the place of a proof that the authority has just refused, from the files as they
   * are by now; undefined when there is nothing else.
   */
  replaceRefused(proofId: string): ClientProof | undefined
  describe(): CredentialFacts
}

interface ClientCredentialOptions {
  initial: CredentialText
  /** @throws {Error} what stands there is not usable */
  read: () => CredentialText
  now: () => Date
}

const DAY_MS = 24 * 60 * 60 * 1000
const EXPIRING_MS = 30 * DAY_MS
/**
 * A new pair is often in the file before the authority knows of it. Until it does, each request would
 * be refused once, so what was refused is the last choice for a while.
 */
const REST_MS = 5 * 60 * 1000

/** @throws {CertificateError} the PEM text holds no usable pair. */
export function createClientCredential(options: ClientCredentialOptions): ClientCredential {
  const { initial, read, now } = options
  let text = toText(initial)
  let proofs = toProofs(initial)
  const restsUntil = new LRUCache<string, number>({ max: 100 })

  function rank(): ClientProof[] {
    const ranked = rankPairs(proofs, now())
    const rests = ({ id }: ClientProof) => (restsUntil.get(id) ?? 0) > now().getTime()
    return [...ranked.filter((proof) => !rests(proof)), ...ranked.filter(rests)]
  }

  // There always is one: a text without any is refused.
  const getBest = () => rank()[0] as ClientProof

  function reload(): boolean {
    const next = read()
    if (toText(next) === text) return false
    proofs = toProofs(next)
    text = toText(next)
    return true
  }

  return {
    file: initial.kind === 'certificate' ? initial.file : undefined,
    authenticate: (tokenEndpoint) => (server, client, body, headers) =>
      getBest().toClientAuth(tokenEndpoint)(server, client, body, headers),
    reload,
    replaceRefused(proofId) {
      try {
        reload()
      } catch {
        // Whoever watches the file tells it. There may still be another pair from before.
      }
      restsUntil.set(proofId, now().getTime() + REST_MS)
      return rank().find(
        ({ id, notBefore, notAfter }) => id !== proofId && notBefore <= now() && now() < notAfter,
      )
    },
    describe: () => toFacts(getBest(), now()),
  }
}

function toText(text: CredentialText): string {
  return text.kind === 'secret' ? text.secret : text.pem
}

function toProofs(text: CredentialText): ClientProof[] {
  if (text.kind === 'secret') return [createSecretProof(text.secret)]
  return parseCertificatePairs(text.pem).map(createCertificateProof)
}

function toFacts({ pair }: ClientProof, now: Date): CredentialFacts {
  if (!pair) return { kind: 'secret' }
  const leftMs = Math.max(0, pair.notAfter.getTime() - now.getTime())
  return {
    kind: 'certificate',
    thumbprint: pair.thumbprint,
    notAfter: pair.notAfter,
    daysLeft: Math.floor(leftMs / DAY_MS),
    state: toState(leftMs),
  }
}

function toState(leftMs: number) {
  if (leftMs === 0) return 'expired'
  return leftMs <= EXPIRING_MS ? 'expiring' : 'ok'
}
