import type { Setup, SetupPermission } from '@vestibule/contract'
import {
  listPermissionProofs,
  type PermissionProof,
  readAdminConsent,
  savePermissionProofs,
} from '@vestibule/store'
import type { CredentialFacts } from '../auth/client-credential.ts'
import { listRedirectUris } from '../config/redirect-uris.ts'
import type { AppContext } from '../context.ts'
import { checkProxy } from './check-proxy.ts'
import { listFeatures, type NeededPermission } from './features.ts'
import { type GetFreshToken, probePermission } from './probe-permission.ts'
import { runChecks, type Verdict } from './run-checks.ts'

export interface SetupWish {
  tenantId: string
  /**
   * A token just made, of whoever asks, that is good for this permission.
   *
   * @throws {TokenError}
   */
  getDelegatedToken: (permission: string) => Promise<string>
  checkDatabase: () => Promise<Verdict>
}

export const ADMIN_CONSENT_PATH = '/auth/admin-consent'
/** Whoever looks waits for each of these. */
const TIMEOUT_SECONDS = 8

/** What has to be right, what each feature needs, what was answered, and what a call just proved. */
export async function readSetup(context: AppContext, wish: SetupWish): Promise<Setup> {
  const { config, store, secrets, clientCredential, now } = context
  const { tenantId } = wish
  const { getFreshAppToken, getFreshToken } = createTokenSources(context, wish)
  const credential = clientCredential.describe()
  const checks = await runChecks({
    authority: config.authority,
    clientId: config.clientId,
    redirectUris: listRedirectUris(config),
    credential,
    getFreshAppToken,
    checkDatabase: wish.checkDatabase,
    checkProxy: () => checkProxy(secrets.proxies, TIMEOUT_SECONDS),
    timeoutSeconds: TIMEOUT_SECONDS,
    now,
  })
  const consent = await readAdminConsent(store.db, tenantId)
  const before = await listPermissionProofs(store.db, tenantId)
  const features: Setup['features'] = []
  // Features share permissions: each is proved once.
  const known = new Map<string, SetupPermission>()
  for (const { id, permissions } of listFeatures(config.features)) {
    const probed: SetupPermission[] = []
    // One after the other: each needs a token of its own, which is refreshed one at a time anyway.
    for (const permission of permissions) {
      const key = `${permission.kind} ${permission.name}`
      const isGranted = consent?.answer === 'granted'
      const answers = { getFreshToken, before, isGranted }
      const read = known.get(key) ?? (await readPermission(context, permission, answers))
      known.set(key, read)
      probed.push(read)
    }
    features.push({ id, permissions: probed })
  }
  await savePermissionProofs(store.db, tenantId, [...known.values()].flatMap(toProof))
  return {
    tenantId,
    credential: toCredential(credential),
    adminConsent: {
      url: ADMIN_CONSENT_PATH,
      answer: consent?.answer ?? null,
      answeredAt: consent?.answeredAt ?? null,
    },
    checks,
    features,
    checkedAt: now().toISOString(),
  }
}

/** One token of the application serves all its permissions, which it carries together. */
function createTokenSources(
  { appTokens, graph }: AppContext,
  { tenantId, getDelegatedToken }: SetupWish,
): { getFreshAppToken: () => Promise<string>; getFreshToken: GetFreshToken } {
  const appToken = appTokens.getAppToken({ tenantId, resource: graph.resource, fresh: true })
  // Whoever asks for it is told of the failure; until somebody does, it is nobody's.
  appToken.catch(() => {})
  return {
    getFreshAppToken: () => appToken,
    getFreshToken: ({ kind, name }) =>
      kind === 'application' ? appToken : getDelegatedToken(name),
  }
}

interface Answers {
  getFreshToken: GetFreshToken
  before: readonly PermissionProof[]
  isGranted: boolean
}

async function readPermission(
  { config, graph, now }: AppContext,
  permission: NeededPermission,
  { getFreshToken, before, isGranted }: Answers,
): Promise<SetupPermission> {
  const { name, kind } = permission
  const probe = await probePermission(permission, getFreshToken, graph, now().toISOString())
  const known = before.find((proof) => proof.kind === kind && proof.name === name)
  const asked = config.scopes.includes(name) ? 'sign_in' : 'when_needed'
  return {
    name,
    kind,
    asked: kind === 'application' ? 'admin_consent' : asked,
    isConsented:
      probe.outcome === 'passed' || isGranted || (probe.outcome === 'missing' ? false : null),
    provenAt: probe.outcome === 'passed' ? probe.at : (known?.provenAt ?? null),
    probe,
  }
}

function toProof({ name, kind, probe }: SetupPermission): PermissionProof[] {
  return probe.outcome === 'passed' ? [{ name, kind, provenAt: probe.at }] : []
}

function toCredential(facts: CredentialFacts): Setup['credential'] {
  if (facts.kind === 'secret') {
    // Entra tells nobody but the registration's owners when a secret ends.
    return { kind: 'secret', thumbprint: null, expiresAt: null, daysLeft: null, state: 'ok' }
  }
  const { kind, thumbprint, notAfter, daysLeft, state } = facts
  return { kind, thumbprint, expiresAt: notAfter.toISOString(), daysLeft, state }
}
