import type { EnvChanges, EnvFile } from './env-file.ts'
import type { Change, Step } from './plan.ts'
import { getMade, type Registration } from './registration.ts'
import type { Settings } from './settings.ts'

/** Says where the organisation and the registration are, as soon as there is one. */
export function toEnvironmentSteps(
  registration: Registration,
  settings: Settings,
  tenantId: string,
): Step[] {
  const { envFile, authority, variables } = settings
  const address = `${authority.origin}/${tenantId}`
  const changes = envFile.toChanges({
    ...(!isSameTenant(settings, tenantId) && { ENTRA_AUTHORITY: address }),
    ENTRA_CLIENT_ID: registration.clientId ?? '(the new client id)',
    ...variables,
  })
  if (Object.keys(changes).length === 0) return []
  return [
    {
      action: 'change',
      target: envFile.path,
      changes: toVariableRows(envFile, changes),
      async run() {
        const clientId = getMade(registration.clientId)
        envFile.write({
          ...changes,
          ...('ENTRA_CLIENT_ID' in changes && { ENTRA_CLIENT_ID: clientId }),
        })
      },
    },
  ]
}

/** What is secret is shown to nobody. */
export function toVariableRows(envFile: EnvFile, changes: EnvChanges): Change[] {
  return Object.entries(changes).map(([name, value]) => {
    const isSecret = name === 'ENTRA_CLIENT_SECRET'
    const before = envFile.read(name)
    return {
      what: name,
      now: before === undefined ? null : isSecret ? '(a secret)' : before,
      next: value === undefined ? null : isSecret ? '(a new secret)' : value,
    }
  })
}

/** Whether the file names this organisation, by its id or as it was asked for, with or without a version. */
export function isSameTenant({ envFile, authority }: Settings, tenantId: string): boolean {
  const known = envFile.read('ENTRA_AUTHORITY')?.replace(/\/(?:v2\.0\/?)?$/, '')
  return [tenantId, authority.tenant].some(
    (tenant) => `${authority.origin}/${tenant}`.toLowerCase() === known?.toLowerCase(),
  )
}
