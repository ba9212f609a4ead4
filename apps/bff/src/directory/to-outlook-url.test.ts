import { expect, it } from 'vitest'
import { toOutlookUrl } from './to-outlook-url.ts'

it('leads to a group’s mailbox by its address', () => {
  expect(toOutlookUrl('chess@contoso.test')).toBe(
    'https://outlook.office.com/owa/?path=/group/chess%40contoso.test/mail',
  )
})

it('leads to one conversation, whatever is in its id', () => {
  const address = new URL(String(toOutlookUrl('chess@contoso.test', 'AAQk+/&x=y#==')))
  expect(address.searchParams.get('path')).toBe('/group/chess@contoso.test/mail')
  expect(address.searchParams.get('ConvID')).toBe('AAQk+/&x=y#==')
  expect(address.hash).toBe('')
})

it('lets no address lead elsewhere', () => {
  const address = new URL(String(toOutlookUrl('a/../../b?x=1&y#z@contoso.test')))
  expect(address.origin).toBe('https://outlook.office.com')
  expect(address.pathname).toBe('/owa/')
  expect([...address.searchParams.keys()]).toEqual(['path'])
})

it('leads nowhere without an address', () => {
  expect(toOutlookUrl(null)).toBeNull()
  expect(toOutlookUrl('', 'AAQk')).toBeNull()
})
