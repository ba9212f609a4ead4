import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const server = 'http://localhost:3000'

export default defineConfig({
  root,
  plugins: [
    // Before React's: Lingui's macros need Babel, which sees only the files that import one.
    babel({ presets: [linguiTransformerBabelPreset({}, { cwd: root })] }),
    react(),
    lingui({ cwd: root, failOnCompileError: true }),
    orderLayers(),
    compressAssets(),
    serveEntries(),
  ],
  build: {
    // The first browsers with `light-dark()`; older targets would have it rewritten.
    target: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // The policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'sign-in.html', 'api-docs.html'].map((page) => join(root, page)),
      output: {
        // What all pages stand on, kept in the browser from one release of ours to the next.
        codeSplitting: {
          groups: [
            { name: 'react', test: /[\\/]node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    // "localhost" may be IPv6 only.
    host: '127.0.0.1',
    proxy: { '^/(?:api|auth|docs)/': server },
  },
})

/**
 * Begins every style sheet with the order of the layers, as `styles/index.css` says it. Which sheet a
 * page loads first is for the bundler to decide, and the first one to name a layer gives it its place.
 */
function orderLayers(): Plugin {
  const index = readFileSync(join(root, 'src/styles/index.css'), 'utf8')
  const [order] = /@layer [^{;]+;/.exec(index) ?? []
  if (!order) throw new Error('src/styles/index.css does not say the order of the layers.')
  return {
    name: 'vestibule:order-layers',
    enforce: 'pre',
    transform: {
      filter: { id: /\.css(?:\?|$)/ },
      // In the same line, so that no other one moves.
      handler: (code) => ({ code: `${order} ${code}`, map: null }),
    },
  }
}

/**
 * Writes a `.br` and a `.gz` beside every hashed asset, so that the server compresses nothing.
 * The pages get none: the server fills in their `vestibule-authority` before it sends them.
 */
function compressAssets(): Plugin {
  return {
    name: 'vestibule:compress-assets',
    apply: 'build',
    writeBundle({ dir }) {
      const assets = join(dir ?? join(root, 'dist'), 'assets')
      for (const file of readdirSync(assets).filter((name) => /\.(?:js|css|svg)$/.test(name))) {
        const content = readFileSync(join(assets, file))
        const brotli = brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          },
        })
        writeFileSync(join(assets, `${file}.br`), brotli)
        writeFileSync(join(assets, `${file}.gz`), gzipSync(content, { level: 9 }))
      }
    },
  }
}

/** In development Vite answers every page with the app; some are entries of their own. */
function serveEntries(): Plugin {
  return {
    name: 'vestibule:serve-entries',
    apply: 'serve',
    configureServer(vite) {
      vite.middlewares.use((request, _response, next) => {
        request.url = request.url
          ?.replace(/^\/sign-in(?=$|\?)/, '/sign-in.html')
          .replace(/^\/api\/docs(?=$|\?)/, '/api-docs.html')
        next()
      })
    },
  }
}
