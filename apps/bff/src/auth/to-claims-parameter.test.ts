import { expect, it } from 'vitest'
import { toClaimsParameter } from './to-claims-parameter.ts'

const xms_cc = { values: ['cp1'] }

it('every request says that we understand claims challenges', () => {
  expect(JSON.parse(toClaimsParameter())).toEqual({ access_token: { xms_cc } })
})

it('what a challenge asks for is added, and passed on as it is', () => {
  const nbf = { essential: true, value: '1604106651' }
  const other = { polids: { values: ['x'] } }
  const challenge = JSON.stringify({
    access_token: { nbf, xms_cc: { values: [] } },
    id_token: other,
  })
  expect(JSON.parse(toClaimsParameter(challenge))).toEqual({
    access_token: { xms_cc, nbf },
    id_token: other,
  })
})

it('a challenge cannot reach into what objects inherit', () => {
  toClaimsParameter('{"__proto__":{"polluted":true},"access_token":{"constructor":{"x":1}}}')
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
