import type { Feature, NeededPermission } from '../apps/bff/src/setup/features.ts'

const BEGIN = '<!-- made from apps/bff/src/setup/features.ts by `pnpm generate` -->'
const END = '<!-- until here -->'

const ACTS_AS: Record<NeededPermission['kind'], string> = {
  delegated: 'the person',
  application: 'Vestibule itself',
}

const GRANTED_BY: Record<NeededPermission['grantedBy'], string> = {
  person: 'the person, unless the organisation forbids it',
  administrator: 'an administrator',
}

/**
 * docs/permissions.md with its tables made anew.
 *
 * @throws {Error} the place for them is not marked.
 */
export function describePermissions(document: string, features: readonly Feature[]): string {
  const [before, rest] = document.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) {
    throw new Error(`docs/permissions.md must hold ${BEGIN} and ${END}.`)
  }
  return `${before}${BEGIN}\n\n${features.map(toSection).join('\n\n')}\n\n${END}${after}`
}

function toSection({ id, name, purpose, permissions }: Feature): string {
  return [
    `### \`${id}\``,
    '',
    `${name}: ${purpose}.`,
    '',
    '| Permission | Acts as | For | Who may grant it |',
    '|---|---|---|---|',
    ...permissions.map(
      ({ name, kind, use, grantedBy }) =>
        `| \`${name}\` | ${ACTS_AS[kind]} | ${use} | ${GRANTED_BY[grantedBy]} |`,
    ),
  ].join('\n')
}
