import type { Step } from './plan.ts'

const SIGNS: Record<Step['action'], string> = { create: '+', change: '~', remove: '-' }
const HEAD = ['', 'what', 'now', 'will be']

/** The plan as a table: what is now, and what it will be. */
export function toTable(steps: readonly Step[]): string {
  const rows = steps.flatMap(({ action, target, changes }) => [
    [SIGNS[action], target, '', ''],
    ...changes.map(({ what, now, next }) => ['', `  ${what}`, now ?? '-', next ?? '-']),
  ])
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [HEAD, widths.map((width) => '-'.repeat(width)), ...rows].map(toLine).join('\n')
}

/** The same for programs. */
export function toJson(
  steps: readonly Step[],
  { tenantId, clientId, isDone }: { tenantId: string; clientId: string | null; isDone: boolean },
): string {
  const listed = steps.map(({ action, target, changes }) => ({ action, target, changes }))
  return JSON.stringify({ tenantId, clientId, isDone, steps: listed }, null, 2)
}
