import { buildApp } from './app.ts'
import { envToConfig } from './config/config.ts'
import { createContext } from './create-context.ts'

/** The OpenAPI document of the API, without a server that runs. */
export async function describeApi(): Promise<object> {
  const { config } = envToConfig({
    ENTRA_AUTHORITY: 'https://login.microsoftonline.com/contoso.com',
    ENTRA_CLIENT_ID: 'none',
    LOG_LEVEL: 'silent',
  })
  const context = await createContext(config, {
    databaseUrl: 'file::memory:',
    sessionSecrets: ['-'.repeat(32)],
    tokenKeys: { current: () => [new Uint8Array(32)], reload: () => false },
    hasDevelopmentTokenKeys: false,
    clientCredential: { kind: 'secret', secret: 'none' },
  })
  const app = await buildApp(context)
  await app.ready()
  const document = app.swagger()
  await app.close()
  await context.store[Symbol.asyncDispose]()
  return document
}
