import './styles/index.css'
import { I18nProvider } from '@lingui/react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isLocalAuthority } from './authority.ts'
import { DemoRibbon } from './components/DemoRibbon.tsx'
import { takeFarewell } from './farewell.ts'
import { i18n, speak } from './i18n.ts'
import { messages as en } from './locales/sign-in/en.po'
import { readSignInFailure } from './pages/read-sign-in-failure.ts'
import { SignInPage } from './pages/SignInPage.tsx'
import { readReturnTo } from './routes.ts'

const spoken = speak([], { en, fr: () => import('./locales/sign-in/fr.po') })
const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
const page = createRoot(root)
void spoken.then(() =>
  page.render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        {isLocalAuthority() && <DemoRibbon />}
        <SignInPage
          returnTo={readReturnTo(location)}
          failure={readSignInFailure(location)}
          farewell={takeFarewell()}
        />
      </I18nProvider>
    </StrictMode>,
  ),
)
