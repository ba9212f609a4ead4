import { ApiProblem, NoAnswer } from '@vestibule/client'
import { expect, test } from 'vitest'
import { toSupportText } from './support-text.ts'

const at = Date.UTC(2026, 10, 22, 10, 0, 0)

test('carries what support asks for first', () => {
  const error = new ApiProblem({
    type: '/docs/problems/internal',
    title: 'x',
    detail: 'Something broke.',
    status: 500,
    code: 'internal',
    requestId: 'req-7',
  })
  expect(toSupportText(error, at)).toBe(
    'Vestibule\ntime: 2026-11-22T10:00:00.000Z\ncode: internal\nstatus: 500\nrequest id: req-7\nSomething broke.',
  )
})

test('says what else was thrown', () => {
  expect(toSupportText(new NoAnswer('There was no answer.'), at)).toContain(
    'NoAnswer: There was no answer.',
  )
  expect(toSupportText('odd', at)).toContain('odd')
})
