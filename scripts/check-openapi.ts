import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { OPENAPI_PLUGINS } from './openapi-rules.ts'
import { ROOT } from './run-command.ts'

// `node scripts/check-openapi.ts` holds the description of the API against what it has to say. Another document may be
// named instead.

const path = resolve(process.argv[2] ?? join(ROOT, 'packages/client/openapi.json'))

const config = await createConfig({
  plugins: OPENAPI_PLUGINS ?? [],
  rules: {
    struct: 'error',
    'no-unresolved-refs': 'error',
    'no-unused-components': 'error',
    'no-ambiguous-paths': 'error',
    'no-identical-paths': 'error',
    'no-enum-type-mismatch': 'error',
    'no-required-schema-properties-undefined': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'path-parameters-defined': 'error',
    'parameter-description': 'error',
    'operation-operationId': 'error',
    'operation-operationId-unique': 'error',
    'operation-operationId-url-safe': 'error',
    'operation-parameters-unique': 'error',
    'operation-summary': 'error',
    'operation-2xx-response': 'error',
    'vestibule/complete-operation': 'error',
    'vestibule/described-fields': 'error',
  },
})

const problems = await lintFromString({
  source: readFileSync(path, 'utf8'),
  absoluteRef: path,
  config,
})
for (const { message, location, ruleId } of problems) {
  const [place] = location
  const pointer = place && 'pointer' in place ? place.pointer : ''
  console.error(`${relative(ROOT, path)} ${pointer}  ${message} [${ruleId}]`)
}
if (problems.length > 0) process.exitCode = 1
