// The door for programs that set an organisation up: what Vestibule needs of it, without the server.
export { API_SCOPE } from '../auth/access-token-verifier.ts'
export { AuthorityError } from '../auth/authority-error.ts'
export { fetchMetadata } from '../auth/authority-metadata.ts'
export { toTenantId } from '../auth/to-tenant-id.ts'
export { listFeatures } from './features.ts'
