import type { Setup, SetupPermission } from '@vestibule/contract'
import {
  type Db,
  listPermissionProofs,
  type PermissionProof,
  readAdminConsent,
  savePermissionProofs,
} from '@vestibule/store'
import { FEATURES, type NeededPermission } from './features.ts'
import { type GetFreshToken, probePermission } from './probe-permission.ts'

export interface SetupSources {
  db: Db
  tenantId: string
  credential: Setup['credential']
  /** Asked for at each sign-in. */
  signInScopes: readonly string[]
  getFreshToken: GetFreshToken
  graph: { baseUrl: string; timeoutMs: number }
  now: () => Date
}

export const ADMIN_CONSENT_PATH = '/auth/admin-consent'

/** What each feature needs, what was answered, and what a call just proved. */
export async function readSetup(sources: SetupSources): Promise<Setup> {
  const { db, tenantId, now } = sources
  const consent = await readAdminConsent(db, tenantId)
  const before = await listPermissionProofs(db, tenantId)
  const features: Setup['features'] = []
  for (const { id, permissions } of FEATURES) {
    const probed: SetupPermission[] = []
    // One after the other: each needs a token of its own, which is refreshed one at a time anyway.
    for (const permission of permissions) {
      probed.push(await readPermission(sources, permission, before, consent?.answer === 'granted'))
    }
    features.push({ id, permissions: probed })
  }
  const passed = features.flatMap(({ permissions }) => permissions.flatMap(toProof))
  await savePermissionProofs(db, tenantId, passed)
  return {
    tenantId,
    credential: sources.credential,
    adminConsent: {
      url: ADMIN_CONSENT_PATH,
      answer: consent?.answer ?? null,
      answeredAt: consent?.answeredAt ?? null,
    },
    features,
    checkedAt: now().toISOString(),
  }
}

async function readPermission(
  { getFreshToken, graph, now, signInScopes }: SetupSources,
  permission: NeededPermission,
  before: readonly PermissionProof[],
  isGranted: boolean,
): Promise<SetupPermission> {
  const { name, kind } = permission
  const probe = await probePermission(permission, getFreshToken, graph, now().toISOString())
  const known = before.find((proof) => proof.kind === kind && proof.name === name)
  const asked = signInScopes.includes(name) ? 'sign_in' : 'when_needed'
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
