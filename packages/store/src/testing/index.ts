export { createPostgresDatabase, type TestDatabase } from './create-database.ts'
