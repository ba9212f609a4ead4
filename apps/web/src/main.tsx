import './styles/index.css'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider, QueryObserver } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { meQuery } from './api/queries.ts'
import { createQueryClient } from './api/query-client.ts'
import { type Catalogues, i18n, readChosenLanguage, speak } from './i18n.ts'
import { messages as en } from './locales/en.po'
import { createAppRouter } from './router.tsx'

const catalogues: Catalogues = { en, fr: () => import('./locales/fr.po') }
const chosen = readChosenLanguage()
const spoken = speak(chosen, catalogues)
const queryClient = createQueryClient()
const router = createAppRouter(queryClient)
// Asked for while the page's own code is still on its way.
void queryClient.prefetchQuery(meQuery)
// What the account prefers comes before what the browser does. It may be changed, here or elsewhere.
let preferred = chosen[0] ?? null
new QueryObserver(queryClient, { ...meQuery, enabled: false }).subscribe(({ data }) => {
  const locale = data?.preferences.locale ?? null
  if (locale === preferred) return
  preferred = locale
  void speak(locale ? [locale] : [], catalogues)
})

// A page kept by the browser from before a sign-out must not come back to life.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
const page = createRoot(root)
void spoken.then(() =>
  page.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  ),
)
