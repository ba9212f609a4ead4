import type { FaultRequest } from './fault.ts'

/** A fault that the control page sets with one button. */
export interface FaultPreset {
  name: string
  label: string
  /** What one sees of it, for people who try an application. */
  effect: string
  fault: FaultRequest
}

export const faultPresets: readonly FaultPreset[] = [
  {
    name: 'graph-503',
    label: 'Graph answers 503',
    effect: 'Every call of Graph fails, each item of a batch as well. Signing in still works.',
    fault: { match: '/v1.0', kind: 'status', status: 503 },
  },
  {
    name: 'graph-429',
    label: 'Graph answers 429, Retry-After 30',
    effect: 'Graph asks every caller to wait for 30 seconds.',
    fault: { match: '/v1.0', kind: 'status', status: 429, retryAfterSeconds: 30 },
  },
  {
    name: 'graph-slow',
    label: 'Graph takes 3 seconds',
    effect: 'Every answer of Graph is right and late.',
    fault: { match: '/v1.0', kind: 'delay', delayMs: 3000 },
  },
  {
    name: 'graph-html',
    label: 'Graph answers with a web page',
    effect: 'As when a proxy stands between: HTML with status 502 where JSON should be.',
    fault: { match: '/v1.0', kind: 'html' },
  },
  {
    name: 'graph-reset',
    label: 'Graph closes the connection',
    effect: 'No answer at all, the connection breaks.',
    fault: { match: '/v1.0', kind: 'reset' },
  },
  {
    name: 'graph-cae',
    label: 'Graph challenges every token',
    effect: 'Continuous access evaluation: 401 with claims, the person has to sign in again.',
    fault: { match: '/v1.0', kind: 'cae' },
  },
  {
    name: 'next-page-500',
    label: 'The second page of lists breaks',
    effect: 'The first page of people or groups comes, every further one is 500.',
    fault: { match: 'nextPage', kind: 'status', status: 500 },
  },
  {
    name: 'photo-404',
    label: 'Nobody has a photo',
    effect: 'Photos are 404 ImageNotFound, initials should stand in for them.',
    fault: { match: 'photo', kind: 'status', status: 404, code: 'ImageNotFound' },
  },
  {
    name: 'token-503',
    label: 'The token endpoint answers 503',
    effect: 'Signing in and refreshing fail for now (AADSTS90033); tokens in hand keep working.',
    fault: { match: 'token', kind: 'status', status: 503 },
  },
  {
    name: 'token-50173',
    label: 'Refresh tokens are revoked',
    effect: 'The token endpoint answers invalid_grant, AADSTS50173: people have to sign in again.',
    fault: { match: 'token', kind: 'status', code: 50173 },
  },
  {
    name: 'token-50076',
    label: 'A second factor is asked for',
    effect: 'The token endpoint answers interaction_required with claims, AADSTS50076.',
    fault: { match: 'token', kind: 'status', code: 50076 },
  },
  {
    name: 'metadata-503',
    label: 'Metadata cannot be read',
    effect: 'Discovery answers 503: applications that start now do not find the tenant.',
    fault: { match: 'discovery', kind: 'status', status: 503 },
  },
]
