import { existsSync, rmSync } from 'node:fs'
import {
  type DeletedApplication,
  deleteApplication,
  deletePermissionGrant,
  deleteRoleAssignment,
  type Graph,
  GraphRequestError,
  listDeletedApplications,
  purgeDeletedItem,
} from '@vestibule/graph'
import { carryOut, type Terminal } from './carry-out.ts'
import { isSameTenant, toVariableRows } from './environment-steps.ts'
import { hasMark } from './find-registration.ts'
import type { Step } from './plan.ts'
import { type Registration, readRegistration } from './registration.ts'
import { RegistrationError, toRegistrationError } from './registration-error.ts'
import { type CommandOptions, readSettings, type Settings } from './settings.ts'
import { signInAdministrator } from './sign-in.ts'
import { whenReplicated } from './when-replicated.ts'

export interface UnregisterOptions extends CommandOptions {
  /** Leaves the application where it can be restored for 30 days, rather than deleting it for good. */
  keepDeleted: boolean
}

/**
 * Takes back what `registerApp` made: consent, application, what it wrote into the environment file, and the
 * certificate file. The application does not stay among the deleted items unless that is wished: there is
 * nothing in it that registering does not make again. Throws as `registerApp` does.
 */
export async function unregisterApp(
  env: Record<string, string | undefined>,
  options: UnregisterOptions,
  terminal: Terminal,
): Promise<void> {
  const settings = readSettings(env, options)
  const administrator = await signInAdministrator(settings, terminal.hint)
  const { graph, userName, tenantId } = administrator
  const [registration, deleted] = await Promise.all([
    readRegistration(graph, settings),
    options.keepDeleted ? undefined : readDeleted(graph, settings),
  ]).catch((error: unknown) => {
    throw toRegistrationError(error, userName)
  })
  if (!registration.application && !deleted) checkIsOurs(settings, tenantId)
  const clientId = registration.clientId ?? settings.clientId ?? null
  const steps = [
    ...toConsentSteps(graph, registration),
    ...toApplicationSteps(graph, registration, options),
    ...(deleted ? [toPurgeStep(graph, deleted)] : []),
    ...toFileSteps(settings, clientId),
  ]
  await carryOut(steps, options, terminal, {
    administrator,
    readClientId: () => clientId,
    done: () =>
      options.keepDeleted && registration.application
        ? `The application can be restored for 30 days. --app-id ${clientId} deletes it for good.`
        : 'Nothing of it is left.',
  })
}

/** With another organisation at hand, an application that is not there need not be gone. */
function checkIsOurs(settings: Settings, tenantId: string): void {
  const { clientId, envFile } = settings
  if (!clientId || isSameTenant(settings, tenantId)) return
  throw new RegistrationError(
    `This organisation has no application ${clientId}, and ${envFile.path} names another one.`,
  )
}

/** A marked one that was deleted before, where it is named. */
async function readDeleted(
  graph: Graph,
  { clientId }: Settings,
): Promise<DeletedApplication | undefined> {
  if (!clientId) return undefined
  const all = await listDeletedApplications(graph)
  return all.find((one) => one.appId === clientId && hasMark(one))
}

function toConsentSteps(graph: Graph, registration: Registration): Step[] {
  const { grant, assignments, servicePrincipalId, known } = registration
  if (!servicePrincipalId || (!grant && assignments.length === 0)) return []
  const names = assignments.map(
    ({ appRoleId }) => known.appRoles.find(({ id }) => id === appRoleId)?.value ?? appRoleId,
  )
  return [
    {
      action: 'remove',
      target: 'admin consent',
      changes: [
        ...(grant ? [{ what: 'for everybody', now: grant.scope, next: null }] : []),
        ...names.map((name) => ({ what: 'for itself', now: name, next: null })),
      ],
      async run() {
        if (grant) await deletePermissionGrant(graph, grant.id)
        for (const { id } of assignments) await deleteRoleAssignment(graph, servicePrincipalId, id)
      },
    },
  ]
}

/** Its service principal goes with it. */
function toApplicationSteps(
  graph: Graph,
  { application, servicePrincipalId }: Registration,
  { keepDeleted }: UnregisterOptions,
): Step[] {
  if (!application) return []
  const { id, appId, displayName } = application
  return [
    {
      action: 'remove',
      target: 'app registration',
      changes: [{ what: displayName ?? 'application', now: appId, next: null }],
      run: () => deleteApplication(graph, id),
    },
    ...(keepDeleted ? [] : [toPurgeStep(graph, application, servicePrincipalId)]),
  ]
}

function toPurgeStep(
  graph: Graph,
  { id, appId }: Pick<DeletedApplication, 'id' | 'appId'>,
  servicePrincipalId?: string,
): Step {
  return {
    action: 'remove',
    target: 'deleted item',
    changes: [{ what: 'restorable for 30 days', now: appId, next: null }],
    async run() {
      await whenReplicated(() => purgeDeletedItem(graph, id))
      // The cloud keeps it by itself or with the application.
      if (servicePrincipalId) await purgeIfThere(graph, servicePrincipalId)
    },
  }
}

async function purgeIfThere(graph: Graph, id: string): Promise<void> {
  try {
    await purgeDeletedItem(graph, id)
  } catch (error) {
    const isGone = error instanceof GraphRequestError && error.failure === 'not_found'
    if (!isGone) throw error
  }
}

/** The certificate file goes where the block names it: one that was there before is somebody else's. */
function toFileSteps({ envFile }: Settings, clientId: string | null): Step[] {
  const own = envFile.readOwn()
  if (!own.ENTRA_CLIENT_ID || own.ENTRA_CLIENT_ID !== clientId) return []
  const file = own.ENTRA_CLIENT_CERTIFICATE_FILE
  const certificate: Step[] =
    file && existsSync(file)
      ? [
          {
            action: 'remove',
            target: 'certificate file',
            changes: [{ what: 'key and certificate', now: file, next: null }],
            run: async () => rmSync(file),
          },
        ]
      : []
  const names = Object.keys(own).map((name) => [name, undefined])
  return [
    ...certificate,
    {
      action: 'remove',
      target: envFile.path,
      changes: toVariableRows(envFile, Object.fromEntries(names)),
      run: async () => envFile.removeOwn(),
    },
  ]
}
