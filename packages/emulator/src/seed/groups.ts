import { createGuid } from '../world/random.ts'
import { type Group, readUser, type Tenant } from '../world/tenant.ts'
import { createGroupContent } from './group-content.ts'
import { skus } from './skus.ts'

interface GroupSeed {
  name: string
  nickname: string
  description: string
  isUnified: boolean
  isTeam?: true
  isPublic?: true
  people: string[]
  /** Nicknames of groups inside this one. */
  groups?: string[]
}

const seeds: GroupSeed[] = [
  {
    name: 'All teachers',
    nickname: 'teachers',
    description: 'Everyone who teaches',
    isUnified: true,
    isTeam: true,
    people: ['tom', 'noor', 'lena'],
  },
  {
    name: 'All students',
    nickname: 'students',
    description: 'Everyone who learns',
    isUnified: true,
    people: ['sara'],
  },
  {
    name: 'Chess club',
    nickname: 'chess',
    description: 'Thursdays at four, library',
    isUnified: true,
    isPublic: true,
    people: ['ada', 'tom', 'sara'],
  },
  {
    name: 'IT operations',
    nickname: 'it-operations',
    description: 'Runs the network and the accounts',
    isUnified: false,
    people: ['ada', 'gwen', 'uma'],
  },
  {
    name: 'Staff',
    nickname: 'staff',
    description: 'Teachers and everyone who works here',
    isUnified: false,
    people: ['ola'],
    groups: ['teachers', 'it-operations'],
  },
]

/** How many generated people join the group of their licence. */
const joiners = 40

function addLicensed(tenant: Tenant, group: Group, skuIds: string[]): void {
  const licensed = tenant.users
    .filter(({ graph }) => graph.assignedLicenses.some((licence) => skuIds.includes(licence.skuId)))
    .slice(0, joiners)
  for (const { graph } of licensed) group.members.add(graph.id)
}

function toVisibility({ isUnified, isPublic }: GroupSeed): Group['visibility'] {
  if (!isUnified) return null
  return isPublic ? 'Public' : 'Private'
}

/** Groups of Contoso: Microsoft 365 and security ones, one with groups inside. */
export function seedGroups(tenant: Tenant, seed: string): Group[] {
  const idOf = (nickname: string): string => createGuid(`${seed}:${tenant.id}:group:${nickname}`)
  const groups = seeds.map((entry): Group => {
    const people = entry.people.map(
      (name) => readUser(tenant, `${name}@${tenant.domain}`)?.graph.id,
    )
    const id = idOf(entry.nickname)
    const { domain } = tenant
    const members = [...people, ...(entry.groups ?? []).map(idOf)]
    return {
      id,
      displayName: entry.name,
      description: entry.description,
      mail: entry.isUnified ? `${entry.nickname}@${tenant.domain}` : null,
      mailNickname: entry.nickname,
      createdDateTime: '2020-01-15T09:00:00Z',
      isUnified: entry.isUnified,
      visibility: toVisibility(entry),
      members: new Set(members.filter((id) => id !== undefined)),
      isTeam: entry.isTeam ?? false,
      content: entry.isUnified
        ? createGroupContent({ id, domain, nickname: entry.nickname })
        : undefined,
    }
  })
  const [teachers, students] = groups
  if (teachers) addLicensed(tenant, teachers, [skus.faculty.skuId, skus.facultyPlus.skuId])
  if (students) addLicensed(tenant, students, [skus.student.skuId, skus.studentPlus.skuId])
  return groups
}
