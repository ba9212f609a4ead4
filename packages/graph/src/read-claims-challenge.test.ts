import { describe, expect, it } from 'vitest'
import { readClaimsChallenge } from './read-claims-challenge.ts'

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'
const encoded = Buffer.from(claims).toString('base64')
const start =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", '

describe('a claims challenge is read', () => {
  it.each([
    ['as Graph sends it', `${start}error="insufficient_claims", claims="${encoded}"`],
    ['with padding at its end', `${start}error="insufficient_claims",claims="${encoded}=="`],
    [
      'without quotes',
      `Bearer authorization_uri=https://a.example/b?c=d, error=insufficient_claims, claims=${encoded}`,
    ],
    [
      'with commas and equals signs in other parameters',
      `${start}errorDescription="a, b=c, claims", error="insufficient_claims", claims="${encoded}"`,
    ],
    [
      'among several challenges',
      `Basic realm="x", ${start}error="insufficient_claims", claims="${encoded}"`,
    ],
    ['in capitals', `BEARER REALM="", ERROR="insufficient_claims", CLAIMS="${encoded}"`],
  ])('%s', (_how, header) => expect(readClaimsChallenge(header)).toBe(claims))
})

describe('what is no claims challenge is none', () => {
  it.each([
    ['no header', undefined],
    ['a plain refusal', `${start}error="invalid_token"`],
    ['claims of another error', `${start}error="invalid_token", claims="${encoded}"`],
    ['no claims', `${start}error="insufficient_claims"`],
    ['what is not base64 of JSON', `${start}error="insufficient_claims", claims="{%"`],
    [
      'what is not an object',
      `${start}error="insufficient_claims", claims="${Buffer.from('[1]').toString('base64')}"`,
    ],
  ])('%s', (_what, header) => expect(readClaimsChallenge(header)).toBeUndefined())
})
