// The door for programs beside the server: configuration alone, without the server that it is for.
export { CertificateError, type CertificatePair } from '../auth/certificate-pairs.ts'
export {
  addClientCertificate,
  readCertificateFile,
  toDevelopmentCertificateFile,
} from './client-certificate.ts'
export { type AppConfig, envToConfig } from './config.ts'
export { ConfigError } from './config-error.ts'
export { addDevelopmentTokenKey } from './development-secrets.ts'
export { ENVIRONMENT_VARIABLES, readEnv } from './env.ts'
export { loadConfig } from './load-config.ts'
export { listRedirectUris, toRedirectUri } from './redirect-uris.ts'
export { writePrivateFile } from './write-private-file.ts'
