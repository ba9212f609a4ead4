/** What a consent page says a delegated permission lets an application do, as the person it acts for. */
const words: Record<string, string> = {
  openid: 'Sign you in',
  profile: 'See your name and user name',
  email: 'See your e-mail address',
  offline_access: 'Keep the access you have given it while you are away',
  'User.Read': 'Sign you in and read your profile',
  'User.ReadBasic.All': "Read everyone's basic profile: name, photo and e-mail address",
  'User.Read.All': "Read everyone's full profile",
  'User.ReadWrite': 'Read and change your profile',
  'User.ReadWrite.All': "Read and change everyone's full profile",
  'User.EnableDisableAccount.All': 'Enable and disable accounts',
  'User.RevokeSessions.All': "End anyone's sign-in sessions",
  'User-Phone.ReadWrite.All': "Read and change everyone's phone numbers",
  'User.ManageIdentities.All': 'Manage how people sign in',
  'Directory.Read.All': 'Read all of the directory: people, groups, roles and applications',
  'Directory.ReadWrite.All': 'Read and change the directory',
  'Directory.AccessAsUser.All': 'Use the directory as you',
  'Group.ReadBasic.All': 'Read the basic properties of all groups',
  'Group.Read.All': 'Read all groups, their files and conversations',
  'GroupMember.ReadBasic.All': 'See who is in which group',
  'GroupMember.Read.All': 'Read who is in which group',
  'Group-Conversation.Read.All': 'Read the conversations of all groups',
  'LicenseAssignment.Read.All': 'Read who has which licence',
  'Mail.Read': 'Read your mail',
  'Mail.ReadBasic': 'Read who writes to you and about what, not the text',
  'Mail.ReadWrite': 'Read, change and delete your mail',
  'Mail.Send': 'Send mail as you',
  'Calendars.Read': 'Read your calendars',
  'Contacts.Read': 'Read your contacts',
  'Files.Read': 'Read your files',
  'Files.Read.All': 'Read all files that you can open',
  'Sites.Read.All': 'Read all sites that you can open',
  'People.Read': 'Read whom you work with',
  'ProfilePhoto.Read.All': "See everyone's photo",
  'Organization.Read.All': 'Read about the organisation and its licences',
  'RoleManagement.Read.Directory': 'Read who has which administrator role',
  'RoleManagement.ReadWrite.Directory': 'Read and change who has which administrator role',
  'Application.Read.All': 'Read all applications',
  'Application.ReadWrite.All': 'Read and change all applications',
  'AppRegistration.Create': 'Register new applications',
  'AppRoleAssignment.ReadWrite.All': 'Grant permissions to applications',
  'DelegatedPermissionGrant.ReadWrite.All': 'Manage what applications may do for people',
  'EduRoster.ReadBasic': 'Read a part of your classes and schools',
  'EduRoster.Read': 'Read your classes and schools',
  'AuthenticationContext.Read.All': 'Read the authentication contexts',
  'Policy.Read.ConditionalAccess': 'Read the Conditional Access policies',
  'Policy.Read.All': 'Read all policies',
  'AuditLog.Read.All': 'Read the audit log and the sign-ins',
  'IdentityRiskyUser.Read.All': 'Read which accounts are at risk',
  'Reports.Read.All': 'Read the usage reports',
}

/** Where an application by itself reaches further than for a person: nobody's own rights bound it. */
const applicationWords: Record<string, string> = {
  'Application.ReadWrite.OwnedBy': 'Read and change the applications it owns',
  'Calendars.Read': "Read everyone's calendars",
  'Contacts.Read': "Read everyone's contacts",
  'EduRoster.Read.All': 'Read all classes and schools',
  'Files.Read.All': 'Read all files',
  'Mail.Read': "Read everyone's mail",
  'Mail.ReadBasic': 'Read who writes to everyone and about what, not the text',
  'Mail.ReadBasic.All': 'Read who writes to everyone and about what, not the text',
  'Mail.ReadWrite': "Read, change and delete everyone's mail",
  'Mail.Send': 'Send mail as anyone',
  'Sites.Read.All': 'Read all sites',
}

/** What a permission of Graph lets an application do by itself, without a person; undefined when it does not. */
export function describeApplicationPermission(name: string): string | undefined {
  return Object.hasOwn(applicationWords, name) ? applicationWords[name] : describePermission(name)
}

/** A permission of Graph in words; undefined for one that people are never asked for. */
export function describePermission(name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined
}
