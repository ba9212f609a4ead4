import { createRandom, pick, type Random } from '../world/random.ts'
import type { User } from '../world/user.ts'
import { createUser, type UserSeed } from './create-user.ts'
import { type Culture, cultures } from './names.ts'
import type { SkuName } from './skus.ts'

const departments = [
  'Mathematics',
  'Science',
  'Languages',
  'Arts',
  'Sports',
  'Library',
  'Finance',
  'IT',
]
const staffTitles = [
  'Accountant',
  'Caretaker',
  'Counsellor',
  'Exams officer',
  'HR partner',
  'Lab technician',
  'Librarian',
  'Network engineer',
  'Nurse',
  'Receptionist',
]
const offices = ['North wing', 'South wing', 'Old building', 'Campus 2', null]

type Standing = 'student' | 'teacher' | 'staff' | 'guest'

function pickStanding(random: Random): Standing {
  const share = random()
  if (share < 0.55) return 'student'
  if (share < 0.75) return 'teacher'
  return share < 0.96 ? 'staff' : 'guest'
}

const licencesOf: Record<Standing, SkuName[]> = {
  student: ['student', 'studentPlus'],
  teacher: ['faculty', 'facultyPlus'],
  staff: ['enterprise'],
  guest: [],
}

function toDisplayName(culture: Culture, given: string, family: string): string {
  if (culture.order === 'given-family') return `${given} ${family}`
  return culture.order === 'joined' ? `${family}${given}` : `${family} ${given}`
}

/** Between 2015 and 2025, so that the same seed gives the same dates on any day. */
function pickDate(random: Random): string {
  const time = Date.UTC(2015, 0, 1) + Math.floor(random() * 3_960 * 86_400) * 1000
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

function describeWork(
  standing: Standing,
  random: Random,
): Pick<UserSeed, 'jobTitle' | 'department'> {
  const department = pick(random, departments)
  if (standing === 'guest') return {}
  if (standing === 'student') {
    return { jobTitle: 'Student', department: `Year ${5 + Math.floor(random() * 8)}` }
  }
  if (standing === 'teacher') return { jobTitle: `${department} teacher`, department }
  return { jobTitle: random() < 0.1 ? null : pick(random, staffTitles), department }
}

function createPerson(
  random: Random,
  domain: string,
  takeName: (name: string) => string,
): UserSeed {
  const culture = pick(random, cultures)
  const [given, asciiGiven] = pick(random, culture.given)
  const [family, asciiFamily] = pick(random, culture.family)
  const standing = pickStanding(random)
  const local = takeName(`${asciiGiven}.${asciiFamily}`)
  const isGuest = standing === 'guest'
  const isLicensed = random() < 0.93
  const person: UserSeed = {
    displayName: toDisplayName(culture, given, family),
    givenName: given,
    surname: family,
    userPrincipalName: isGuest ? `${local}_fabrikam.test#EXT#@${domain}` : `${local}@${domain}`,
    ...describeWork(standing, random),
    accountEnabled: random() >= 0.04,
    city: null,
    country: culture.country,
    usageLocation: culture.country,
    preferredLanguage: culture.language,
    officeLocation: pick(random, offices),
    createdDateTime: pickDate(random),
    licences: isLicensed && !isGuest ? [pick(random, licencesOf[standing])] : [],
  }
  if (random() < 0.06) person.mail = null
  if (random() < 0.05) person.onPremisesSyncEnabled = true
  if (!isGuest) return person
  return {
    ...person,
    mail: `${local}@fabrikam.test`,
    userType: 'Guest',
    creationType: 'Invitation',
    externalUserState: random() < 0.8 ? 'Accepted' : 'PendingAcceptance',
    companyName: 'Fabrikam',
  }
}

/** About half of them, told by the id: a further draw would give everyone after it another name. */
function hasPhoto(id: string): boolean {
  return Number.parseInt(id.slice(0, 2), 16) < 140
}

/**
 * Generated people, always the same for the same seed. The n-th person does not depend on how many are
 * wanted, so a small tenant is the beginning of a large one.
 */
export function generatePeople(
  seed: string,
  count: number,
  tenant: { id: string; domain: string },
): User[] {
  const random = createRandom(`${seed}:${tenant.id}:people`)
  const taken = new Map<string, number>()
  const takeName = (name: string): string => {
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    return count === 1 ? name : `${name}${count}`
  }
  return Array.from({ length: count }, () => {
    const user = createUser(tenant.id, seed, createPerson(random, tenant.domain, takeName))
    user.hasPhoto = hasPhoto(user.graph.id)
    return user
  })
}
