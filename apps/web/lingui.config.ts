import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['<rootDir>/src'] }],
  // Without line numbers, moving code does not change the catalogues.
  format: formatter({ lineNumbers: false }),
  // No fallbackLocales: `compile --strict` would then pass with nothing translated.
})
