export { buildApp } from './app.ts'
export { CertificateError, type CertificatePair } from './auth/certificate-pairs.ts'
export { watchClientCredential } from './auth/client-credential-watch.ts'
export {
  addClientCertificate,
  ensureClientCertificate,
  toDevelopmentCertificateFile,
} from './config/client-certificate.ts'
export { ConfigError } from './config/config-error.ts'
export { addDevelopmentTokenKey } from './config/development-secrets.ts'
export { ENVIRONMENT_VARIABLES } from './config/env.ts'
export { loadConfig } from './config/load-config.ts'
export type { AppContext } from './context.ts'
export { createContext } from './create-context.ts'
export { describeApi } from './describe-api.ts'
export { ListenError } from './listen-error.ts'
export { runProcess } from './run-process.ts'
export { type RunningServer, startServer } from './start-server.ts'
export { AppTokenError } from './tokens/app-token-error.ts'
