import {
  toApiAddressSteps,
  toApplicationSteps,
  toServicePrincipalSteps,
} from './application-steps.ts'
import { carryOut, type Terminal } from './carry-out.ts'
import { toConsentSteps } from './consent-steps.ts'
import { toCredentialSteps } from './credential-steps.ts'
import { toEnvironmentSteps } from './environment-steps.ts'
import { type Registration, readRegistration } from './registration.ts'
import { RegistrationError, toRegistrationError } from './registration-error.ts'
import { type RegisterOptions, readSettings, type Settings } from './settings.ts'
import { signInAdministrator } from './sign-in.ts'
import { toWantedPermissions } from './wanted-permissions.ts'

/**
 * Registers Vestibule with an organisation, and writes what it is told by into the environment file. Run
 * again, it does what is not so yet and nothing else.
 *
 * @throws {ConfigError} a value is wrong.
 * @throws {TokenError} nobody signed in.
 * @throws {RegistrationError} it cannot be done, or not to its end: then the next run goes on.
 * @throws {NotConfirmedError}
 * @throws {CertificateError} the certificate file holds something else.
 */
export async function registerApp(
  env: Record<string, string | undefined>,
  options: RegisterOptions,
  terminal: Terminal,
): Promise<void> {
  const settings = readSettings(env, options)
  const administrator = await signInAdministrator(settings, terminal.hint)
  const { graph, userName, tenantId } = administrator
  const registration = await readRegistration(graph, settings).catch((error: unknown) => {
    throw toRegistrationError(error, userName)
  })
  checkIsThere(registration, settings)
  const permissions = toWantedPermissions(settings, registration.known)
  const steps = [
    ...toApplicationSteps(graph, registration, { ...settings, name: options.name, permissions }),
    ...toEnvironmentSteps(registration, settings, tenantId),
    ...toApiAddressSteps(graph, registration),
    ...toCredentialSteps(graph, registration, settings, options.credential),
    ...toServicePrincipalSteps(graph, registration),
    ...toConsentSteps(graph, registration, permissions),
  ]
  await carryOut(steps, options, terminal, {
    administrator,
    readClientId: () => registration.clientId ?? null,
    done: () => `${settings.envFile.path} names the application ${registration.clientId}.`,
  })
  for (const problem of settings.stillWrong) terminal.hint(`Before it starts: ${problem}`)
}

/** Making another one in its place would leave who is pointed at the first with neither. */
function checkIsThere({ application }: Registration, { clientId, envFile }: Settings): void {
  if (application || !clientId) return
  throw new RegistrationError(
    `This organisation has no application ${clientId}: it was deleted, or is another organisation's. ` +
      `Take ENTRA_CLIENT_ID out of ${envFile.path} to make a new one.`,
  )
}
