export {
  createEmulator,
  type Emulator,
  type EmulatorAccount,
  type EmulatorOptions,
  type EmulatorPerson,
  type EmulatorTenant,
} from './create-emulator.ts'
export {
  type ClientCertificate,
  createClientCertificate,
} from './keys/create-client-certificate.ts'
export type { Mail } from './outbox/mail.ts'
