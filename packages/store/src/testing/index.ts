export {
  createMigratedPostgresDatabase,
  createPostgresDatabase,
  createTemplate,
  type TestDatabase,
} from './create-database.ts'
