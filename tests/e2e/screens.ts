import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { arrive } from './sign-in.ts'
import type { Site } from './site.ts'

export interface Screen {
  /** Brings the page to where it is to be looked at. */
  open: (page: Page, site: Site) => Promise<unknown>
  /** What Chromium writes to the console of it, each once; nothing else may stand there. */
  refused?: string[]
}

const go = (page: Page, { origin }: Site, path: string) => page.goto(origin + path)
const breakUsers = ({ emulator }: Site) =>
  emulator.addFault({ match: 'users', kind: 'status', status: 500 })

export const SIGNED_OUT: Record<string, Screen> = {
  'the sign-in page': {
    open: async (page, site) => {
      await go(page, site, '/sign-in')
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    },
  },
  'the sign-in page in place of another': {
    refused: ['401 /users'],
    open: async (page, site) => {
      await go(page, site, '/users')
      await page.getByText('The page you asked for opens once you are signed in.').waitFor()
    },
  },
  'the sign-in page after a failure': {
    open: async (page, site) => {
      await go(page, site, '/auth/callback?code=made-up&state=made-up')
      await page.getByRole('alert').waitFor()
    },
  },
}

/** A view of the sign-in page, by the words of its heading. */
const showView = (query: string, name: string): Screen => ({
  open: async (page, site) => {
    await go(page, site, `/sign-in?view=${query}`)
    await page.getByRole('heading', { level: 1, name }).waitFor()
  },
})

export const VIEWS: Record<string, Screen> = {
  'the registration': showView('register', 'Create your account'),
  'the registration with nothing typed': {
    open: async (page, site) => {
      await showView('register', 'Create your account').open(page, site)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByText('Enter your e-mail address.').waitFor()
    },
  },
  'the wrong password': {
    refused: ['401 /auth/local/login'],
    open: async (page, site) => {
      await go(page, site, '/sign-in')
      await page.getByLabel('E-mail').fill('nobody@example.test')
      await page.getByLabel('Password').fill('nonsense')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  'the forgotten password': showView('forgot', 'Forgotten your password?'),
  'the mail that is on its way': {
    open: async (page, site) => {
      await showView('forgot', 'Forgotten your password?').open(page, site)
      await page.getByLabel('E-mail').fill('nobody@example.test')
      await page.getByRole('button', { name: 'Send the mail' }).click()
      await page.getByRole('heading', { name: 'Open the mail' }).waitFor()
    },
  },
  'the new password': showView('reset#made-up', 'Choose a new password'),
  'a link of a mail without its secret': showView('reset', 'This link is not whole'),
  'the confirmation of an address': showView('verify#made-up', 'Confirm your address'),
  'the password once more': showView('again', 'Give your password once more'),
}

export const LOCAL: Record<string, Screen> = {
  'the profile of a local account': {
    open: async (page, site) => {
      await go(page, site, '/')
      await page.getByRole('heading', { level: 2, name: 'Anna Local' }).waitFor()
    },
  },
  'the users without a Microsoft account': {
    refused: ['403 /api/users?top=100&orderBy=displayName'],
    open: async (page, site) => {
      await go(page, site, '/users')
      await page.getByRole('button', { name: 'Link' }).waitFor()
    },
  },
  'the change of a password': {
    open: async (page, site) => {
      await go(page, site, '/security')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByLabel('New password').waitFor()
    },
  },
  'the link that needs the password once more': {
    open: async (page, site) => {
      await go(page, site, '/security?link=password')
      await page.getByRole('button', { name: 'Continue to Microsoft' }).waitFor()
    },
  },
  'the link that did not come to be': {
    open: async (page, site) => {
      await go(page, site, '/security?link=conflict')
      await page.getByText('The accounts were not linked.').waitFor()
    },
  },
}

/** Of a hundred rows one is like another: where it is not about the rows, twelve are looked at in their place. */
const takeFew = (page: Page) =>
  page.route(/\/api\/users\?top=100&/, (route) =>
    route.continue({ url: route.request().url().replace('top=100', 'top=12') }),
  )

/** A new batch of a list with something of everything in it. */
async function openDraft(page: Page, site: Site): Promise<void> {
  await go(page, site, '/batches/new')
  await page.evaluate('sessionStorage.clear()')
  await page.reload()
  const names = ['noor', 'sara', 'ola', 'ada', 'nobody', 'sara'].map(
    (name) => `${name}@contoso.test`,
  )
  await page.getByLabel('Paste accounts').fill([...names, 'gibberish'].join('\n'))
  await page.getByText('1 duplicate, 1 not understood').waitFor()
}

async function openMailbox(page: Page, site: Site, of: string): Promise<void> {
  await go(page, site, `/mail?of=${of}`)
  await page.getByLabel('Reason').fill('Handing over')
  await page.getByRole('button', { name: 'Open mailbox' }).click()
}

export const SIGNED_IN: Record<string, Screen> = {
  'the profile': {
    open: async (page, site) => {
      await go(page, site, '/')
      await page.getByRole('heading', { level: 2, name: 'Ada Admin' }).waitFor()
    },
  },
  'the token claims': {
    open: async (page, site) => {
      await go(page, site, '/claims')
      await page.getByRole('table', { name: 'ID token' }).waitFor()
    },
  },
  'the users': {
    open: async (page, site) => {
      await go(page, site, '/users')
      await page.getByText('100 of 272 people').waitFor()
    },
  },
  'the users with a name that runs the other way and an endless title': {
    open: async (page, site) => {
      await go(page, site, '/users?search=noor')
      await page.getByRole('rowheader', { name: 'نور الدين الحسيني' }).waitFor()
    },
  },
  'the users when nobody matches': {
    open: async (page, site) => {
      await go(page, site, '/users?search=zzzz')
      await page.getByRole('heading', { name: 'Nobody matches “zzzz”.' }).waitFor()
    },
  },
  'the users when they do not come': {
    refused: ['502 /api/users?top=100&orderBy=displayName'],
    open: async (page, site) => {
      breakUsers(site)
      await go(page, site, '/users')
      await page.getByRole('alert').getByText('Details for support').click()
      await page.getByRole('button', { name: 'Copy for support' }).waitFor()
    },
  },
  'the users when the next of them do not come': {
    refused: [
      expect.stringMatching(/^502 \/api\/users\?top=100&orderBy=displayName&cursor=[\w.~=-]+$/),
    ],
    open: async (page, site) => {
      await takeFew(page)
      site.emulator.addFault({ match: 'nextPage', kind: 'status', status: 500 })
      await go(page, site, '/users')
      const more = page.getByRole('button', { name: 'Show more people' })
      const failed = page.getByText('Only the first 12 people are here.')
      await more.or(failed).first().waitFor()
      // A list whose end is in sight has asked by itself.
      if (await more.isVisible()) await more.click({ timeout: 2000 }).catch(() => {})
      await failed.waitFor()
      await page.getByText('Details for support').click()
    },
  },
  'the documents of a group': {
    open: async (page, site) => {
      await go(page, site, '/groups')
      await page.getByRole('link', { name: 'Chess club' }).click()
      await page.getByRole('link', { name: 'Documents' }).click()
      await page.getByRole('rowheader', { name: 'شطرنج للمبتدئين.pdf' }).waitFor()
    },
  },
  'the conversations of a group': {
    open: async (page, site) => {
      await go(page, site, '/groups?search=chess')
      await page.getByRole('link', { name: 'Chess club' }).click()
      await page.getByRole('link', { name: 'Conversations' }).click()
      await page.getByRole('heading', { name: 'Pairings for Thursday' }).waitFor()
    },
  },
  'the sessions': {
    open: async (page, site) => {
      await go(page, site, '/security')
      await page.getByText('This device').waitFor()
    },
  },
  'the sessions when one is about to be ended': {
    open: async (page, site) => {
      const elsewhere = await page.context().browser()?.newPage()
      if (elsewhere) await arrive(elsewhere, site)
      await go(page, site, '/security')
      await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
      await page.getByRole('button', { name: 'End session: ' }).first().click()
      await page.getByRole('button', { name: 'Yes, end it' }).waitFor()
    },
  },
  'people who are selected': {
    open: async (page, site) => {
      await takeFew(page)
      await go(page, site, '/users')
      await page.getByRole('rowheader', { name: 'Ada Admin' }).waitFor()
      await page.getByRole('checkbox', { name: /^Select all people shown/ }).check()
      await page.getByRole('region', { name: 'Selection' }).waitFor()
    },
  },
  'an account that is about to be disabled': {
    open: async (page, site) => {
      await go(page, site, '/users/sara@contoso.test')
      await page.getByRole('button', { name: 'Disable account' }).click()
      await page.keyboard.press('Enter')
      await page.getByText('Say why.').waitFor()
    },
  },
  'a list that is pasted': {
    open: async (page, site) => {
      await openDraft(page, site)
      await page.getByText('Lines that were not understood').click()
      await page.getByText('Lines that come twice').click()
    },
  },
  'what would happen to a list': {
    open: async (page, site) => {
      await openDraft(page, site)
      await page.getByRole('button', { name: /^Check \d+ accounts$/ }).click()
      await page.getByText('Disable 3 accounts, skip 2').waitFor()
      await page.getByRole('button', { name: 'Disable 3 accounts' }).click()
      await page.getByText('Say why.').waitFor()
    },
  },
  'what came of a batch': {
    open: async (page, site) => {
      await openDraft(page, site)
      await page.getByRole('radio', { name: 'Look up' }).check()
      await page.getByRole('button', { name: /^Look up \d+ accounts$/ }).click()
      await page.getByText('4 accounts found. 1 not found.').waitFor()
      await page
        .getByRole('rowheader', { name: 'nobody@contoso.test' })
        .waitFor({ timeout: 30_000 })
    },
  },
  'a mailbox, with people to choose from for another': {
    open: async (page, site) => {
      await openMailbox(page, site, 'tom@contoso.test')
      await page.getByText('The 10 newest messages').waitFor()
      await page.getByRole('combobox', { name: 'Mailbox' }).fill('an')
      await page.getByRole('option').first().waitFor()
    },
  },
  'a message as it was written': {
    open: async (page, site) => {
      const [content, contentBytes] = ['<p>Hi.</p><img src="https://evil.test/">', 'AAAA']
      site.emulator.addMessage('sara@contoso.test', {
        subject: 'Elternabend'.repeat(9),
        from: 'eve@evil.test',
        isRead: false,
        body: { contentType: 'html', content },
        attachments: [{ name: 'رسالة.docx', contentBytes }],
      })
      await openMailbox(page, site, 'sara@contoso.test')
      const messages = page.getByRole('list', { name: 'Messages' }).getByRole('button')
      await messages.first().click()
      await page.getByRole('button', { name: 'Show formatted' }).click()
      await page.frameLocator('iframe').getByText('Hi.').waitFor()
    },
  },
  'a mailbox that is none': {
    refused: ['404 /api/users/max%40contoso.test/messages?top=10'],
    open: async (page, site) => {
      await openMailbox(page, site, 'max@contoso.test')
      await page.getByRole('heading', { name: 'This person has no mailbox.' }).waitFor()
    },
  },
  'the batches': {
    open: async (page, site) => {
      await go(page, site, '/batches')
      await page.getByRole('list', { name: 'Batches' }).waitFor()
    },
  },
  'a batch that is not there': {
    refused: ['404 /api/user-batches/made-up'],
    open: async (page, site) => {
      await go(page, site, '/batches/made-up')
      await page.getByRole('heading', { name: 'There is no such batch.' }).waitFor()
    },
  },
  'the audit': {
    open: async (page, site) => {
      await go(page, site, '/audit')
      await page.getByText('Details', { exact: true }).first().click()
      await page.getByText('Hash').first().waitFor()
    },
  },
  'the settings': {
    open: async (page, site) => {
      await go(page, site, '/settings')
      await page.getByText('As the browser').waitFor()
    },
  },
  'the set-up': {
    open: async (page, site) => {
      await go(page, site, '/setup')
      await page.getByText('Everything Vestibule needs is there.').waitFor()
    },
  },
  'an address without a page': {
    open: async (page, site) => {
      await go(page, site, '/nowhere')
      await page.getByRole('heading', { name: 'There is no page at this address.' }).waitFor()
    },
  },
}
