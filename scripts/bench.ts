import { buildWeb } from './build-web.ts'

// The list of people is measured in a browser.
await buildWeb()
await import('../tests/bench/run.ts')
