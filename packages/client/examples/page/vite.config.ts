import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  server: { port: 3002, strictPort: true },
})
