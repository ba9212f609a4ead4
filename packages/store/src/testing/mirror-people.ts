import { expect } from 'vitest'
import type { Db } from '../database.ts'
import type { MirrorChange, MirroredUser } from '../directory-mirror.ts'
import { acquireLease, type Lease } from '../leases.ts'
import { applyMirrorPage, type NewMirrorPage } from '../mirror-pages.ts'
import { BEGIN } from './add-session.ts'

/** Somebody of whom nothing is known but what is named. */
export function toMirroredUser({ id, ...known }: MirrorChange): MirroredUser {
  return {
    id,
    displayName: null,
    userPrincipalName: null,
    mail: null,
    givenName: null,
    surname: null,
    jobTitle: null,
    department: null,
    accountEnabled: null,
    userType: null,
    onPremisesSyncEnabled: null,
    createdAt: null,
    employeeId: null,
    ...known,
  }
}

const GIVEN =
  'Łukasz Ørsted İbrahim Zoë Ana Jürgen दिव्या 娜 다은 محمد דנה Νίκος Владимир Groß O’Neil ガク'.split(
    ' ',
  )
const FAMILY =
  'Müller Smith 王 李 ბერიძე فريدمان פרידמן Παπαδόπουλος Nguyễn Đức 50%_off a"b\\c d*e-f Ivanova शर्मा'.split(
    ' ',
  )
const TITLES = ['Engineer', 'Lead engineer', 'Nurse', '看護師', null]
const DEPARTMENTS = ['Science', 'SCIENCE', 'Café & Küche', 'R&D', null]

/** Believable people of many scripts, always the same. */
export function createPeople(count: number): MirroredUser[] {
  return Array.from({ length: count }, (_, index) => {
    const pick = <Item>(items: readonly Item[], step: number): Item =>
      items[Math.floor(index / step + index * step) % items.length] as Item
    const [given, family] = [pick(GIVEN, 3), pick(FAMILY, 5)]
    const isGuest = index % 11 === 0
    return {
      id: `${((index * 2654435761) >>> 0).toString(16).padStart(8, '0')}-0000-4000-8000-${index}`,
      displayName: index % 40 === 7 ? null : `${given} ${family}`,
      userPrincipalName: `user${index}${isGuest ? '#EXT#' : ''}@contoso.test`,
      mail: index % 5 === 0 ? null : `mail.${index}@contoso.test`,
      givenName: given,
      surname: index % 9 === 0 ? null : family,
      jobTitle: pick(TITLES, 2),
      department: pick(DEPARTMENTS, 7),
      accountEnabled: index % 13 === 0 ? null : index % 4 !== 0,
      userType: isGuest ? 'Guest' : 'Member',
      onPremisesSyncEnabled: index % 3 === 0 ? true : null,
      createdAt:
        index % 17 === 0 ? null : new Date(Date.UTC(2020, 0, 1 + (index % 300))).toISOString(),
      employeeId: index % 6 === 0 ? `E-${index}` : null,
    }
  })
}

export async function getMirrorLease(db: Db, name = 'mirror'): Promise<Lease> {
  const lease = await acquireLease(db, { name, holder: 'test', forMs: 600_000 })
  if (!lease) throw new Error(`Nobody else should have the lease ${name}.`)
  return lease
}

/** A page that is the whole of its round unless something else is said. */
export async function applyPage(
  db: Db,
  page: Pick<NewMirrorPage, 'tenantId' | 'lease'> & Partial<NewMirrorPage>,
): Promise<void> {
  const whole = { roundStartedAt: BEGIN, changes: [], removedIds: [], link: 'link', isLast: true }
  expect(await applyMirrorPage(db, { ...whole, ...page })).toBe(true)
}
