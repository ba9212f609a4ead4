import './styles/index.css'
import './styles/document.css'
import { I18nProvider } from '@lingui/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiDocsPage } from './api-docs/ApiDocsPage.tsx'
import { i18n, readChosenLanguage, speak } from './i18n.ts'
import { messages as en } from './locales/api-docs/en.po'

const spoken = speak(readChosenLanguage(), { en, fr: () => import('./locales/api-docs/fr.po') })
const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
const page = createRoot(root)

void spoken.then(() =>
  page.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ApiDocsPage />
      </I18nProvider>
    </StrictMode>,
  ),
)
