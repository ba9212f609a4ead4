import { describe, expect, it } from 'vitest'
import { isCustomersIssuer, isExpectedIssuer } from './issuer.ts'

const ID = 'c0a70500-7e57-4000-8000-00000000c0de'
const OTHER = 'fab21ca0-7e57-4000-8000-00000000c0de'
const WORK = 'https://login.microsoftonline.com'
const CUSTOMERS = 'https://contoso.ciamlogin.com'

describe('an issuer', () => {
  it.each([
    [`${WORK}/${ID}/v2.0`, { origin: WORK, tenant: ID }],
    [`${WORK}/${ID}/v2.0`, { origin: WORK, tenant: 'contoso.com' }],
    [
      `https://login.microsoftonline.us/${ID}/v2.0`,
      { origin: 'https://login.microsoftonline.us', tenant: ID },
    ],
    [
      `https://login.partner.microsoftonline.cn/${ID}/v2.0`,
      { origin: 'https://login.partner.microsoftonline.cn', tenant: ID },
    ],
    [`${WORK}/{tenantid}/v2.0`, { origin: WORK, tenant: 'organizations' }],
    [`${WORK}/{tenantid}/v2.0`, { origin: WORK, tenant: 'common' }],
    [`https://${ID}.ciamlogin.com/${ID}/v2.0`, { origin: CUSTOMERS, tenant: ID }],
    [
      `https://${ID}.ciamlogin.com/${ID}/v2.0`,
      { origin: CUSTOMERS, tenant: 'contoso.onmicrosoft.com' },
    ],
    [`https://${ID}.ciamlogin.com/${ID}/v2.0`, { origin: 'https://login.contoso.com', tenant: ID }],
    [`http://${ID}.localhost:3001/${ID}/v2.0`, { origin: 'http://127.0.0.1:3001', tenant: ID }],
  ])('%s is the one that was configured', (issuer, configured) => {
    expect(isExpectedIssuer(issuer, configured)).toBe(true)
  })

  it.each([
    ['of another tenant', `${WORK}/${OTHER}/v2.0`, { origin: WORK, tenant: ID }],
    [
      'of a host that looks like it',
      `${WORK}.evil.example/${ID}/v2.0`,
      { origin: WORK, tenant: ID },
    ],
    [
      'of a host below it',
      `https://evil.login.microsoftonline.com/${ID}/v2.0`,
      { origin: WORK, tenant: ID },
    ],
    [
      'of customers, of another tenant',
      `https://${OTHER}.ciamlogin.com/${OTHER}/v2.0`,
      { origin: CUSTOMERS, tenant: ID },
    ],
    [
      'whose host and path disagree',
      `https://${OTHER}.ciamlogin.com/${ID}/v2.0`,
      { origin: CUSTOMERS, tenant: ID },
    ],
    [
      'of customers at a look-alike',
      `https://${ID}.ciamlogin.com.evil.example/${ID}/v2.0`,
      { origin: CUSTOMERS, tenant: ID },
    ],
    ['without a tenant id', `${WORK}/contoso.com/v2.0`, { origin: WORK, tenant: 'contoso.com' }],
    [
      'of one tenant where there are several',
      `${WORK}/${ID}/v2.0`,
      { origin: WORK, tenant: 'organizations' },
    ],
    ['for all tenants where there is one', `${WORK}/{tenantid}/v2.0`, { origin: WORK, tenant: ID }],
    ['of version 1', `https://sts.windows.net/${ID}/`, { origin: WORK, tenant: ID }],
    ['with more behind it', `${WORK}/${ID}/v2.0/`, { origin: WORK, tenant: ID }],
    [
      'of a local name, far away',
      `https://${ID}.localhost/${ID}/v2.0`,
      { origin: WORK, tenant: ID },
    ],
    ['that is no address', 'contoso', { origin: WORK, tenant: ID }],
  ])('%s is not: %s', (_what, issuer, configured) => {
    expect(isExpectedIssuer(issuer, configured)).toBe(false)
  })

  it('says whether its people are customers', () => {
    expect(isCustomersIssuer(`https://${ID}.ciamlogin.com/${ID}/v2.0`)).toBe(true)
    expect(isCustomersIssuer(`${WORK}/${ID}/v2.0`)).toBe(false)
    expect(isCustomersIssuer(`${WORK}/{tenantid}/v2.0`)).toBe(false)
  })
})
