// Plain JavaScript without anything new in it: a Node that is too old must get as far as the
// sentence below, and it cannot read TypeScript.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED_NODE = 26

if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
  // pnpm goes on with the script after an installation that failed, on the Node that started it.
  const isInstallBroken = String(process.env.npm_config_user_agent).startsWith('pnpm/')
  console.error(
    isInstallBroken
      ? `Vestibule needs Node ${NEEDED_NODE}, which the installation brings, but the installation did not finish: the lines above say why.`
      : `Vestibule needs Node ${NEEDED_NODE} and this is ${process.versions.node}: run \`npx --yes pnpm@12 start\`, which uses the right one.`,
  )
  process.exit(1)
}

// What is set in the environment wins over the file.
const envFile = fileURLToPath(new URL('../.env', import.meta.url))
if (existsSync(envFile)) process.loadEnvFile(envFile)

if (!process.argv.includes('--check-config')) {
  const { buildWeb } = await import('./build-web.ts')
  try {
    await buildWeb()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

// Both listen, and both end by themselves on SIGTERM and SIGINT.
if (process.env.ENTRA_CLIENT_ID?.trim()) await import('../apps/bff/src/main.ts')
else await import('../apps/demo/src/main.ts')
