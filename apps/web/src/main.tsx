import './styles/index.css'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { meQuery } from './api/queries.ts'
import { createQueryClient } from './api/query-client.ts'
import { activateLocale, i18n } from './i18n.ts'
import { createAppRouter } from './router.tsx'

activateLocale('en')
const queryClient = createQueryClient()
const router = createAppRouter(queryClient)
// Asked for while the page's own code is still on its way.
void queryClient.prefetchQuery(meQuery)

// A page kept by the browser from before a sign-out must not come back to life.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
)
