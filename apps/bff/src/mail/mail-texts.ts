export type MailLanguage = 'en' | 'fr'
export type MailText =
  | 'already_registered'
  | 'confirm_registration'
  | 'password_changed'
  | 'reset_password'

interface Words {
  subject: string
  /** The paragraphs, the link among them where there is one. */
  lines: (place: { origin: string; link: string }) => string[]
}

/** What each mail says. No name of the person's choosing goes into one: it could carry a message. */
export const MAIL_TEXTS: Record<MailText, Record<MailLanguage, Words>> = {
  confirm_registration: {
    en: {
      subject: 'Confirm your address for Vestibule',
      lines: ({ origin, link }) => [
        `Somebody, probably you, has registered this address at ${origin}.`,
        'Open this link within 24 hours and enter the password you have chosen:',
        link,
        'If it was not you, do nothing: no account is made without that password.',
      ],
    },
    fr: {
      subject: 'Confirmez votre adresse pour Vestibule',
      lines: ({ origin, link }) => [
        `Quelqu’un, sans doute vous, a inscrit cette adresse sur ${origin}.`,
        'Ouvrez ce lien dans les 24 heures et saisissez le mot de passe que vous avez choisi :',
        link,
        'Si ce n’était pas vous, ne faites rien : sans ce mot de passe, aucun compte n’est créé.',
      ],
    },
  },
  already_registered: {
    en: {
      subject: 'You already have an account at Vestibule',
      lines: ({ origin }) => [
        `Somebody, probably you, has tried to register this address at ${origin}. It has an account already.`,
        `Sign in there, or choose “Forgotten your password?”: ${origin}/sign-in`,
        'If it was not you, do nothing.',
      ],
    },
    fr: {
      subject: 'Vous avez déjà un compte Vestibule',
      lines: ({ origin }) => [
        `Quelqu’un, sans doute vous, a voulu inscrire cette adresse sur ${origin}. Elle a déjà un compte.`,
        `Connectez-vous, ou choisissez « Mot de passe oublié ? » : ${origin}/sign-in`,
        'Si ce n’était pas vous, ne faites rien.',
      ],
    },
  },
  reset_password: {
    en: {
      subject: 'Choose a new password for Vestibule',
      lines: ({ origin, link }) => [
        `Somebody, probably you, has forgotten the password of this address at ${origin}.`,
        'Open this link within 30 minutes and choose a new one:',
        link,
        'If it was not you, do nothing: your password stays as it is.',
      ],
    },
    fr: {
      subject: 'Choisissez un nouveau mot de passe pour Vestibule',
      lines: ({ origin, link }) => [
        `Quelqu’un, sans doute vous, a oublié le mot de passe de cette adresse sur ${origin}.`,
        'Ouvrez ce lien dans les 30 minutes et choisissez-en un nouveau :',
        link,
        'Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.',
      ],
    },
  },
  password_changed: {
    en: {
      subject: 'Your password for Vestibule was changed',
      lines: ({ origin }) => [
        `The password of this address at ${origin} was changed just now, and all sessions were ended.`,
        `If it was not you, choose “Forgotten your password?” at once: ${origin}/sign-in`,
      ],
    },
    fr: {
      subject: 'Votre mot de passe Vestibule a été modifié',
      lines: ({ origin }) => [
        `Le mot de passe de cette adresse sur ${origin} vient d’être modifié, et toutes les sessions ont été fermées.`,
        `Si ce n’était pas vous, choisissez tout de suite « Mot de passe oublié ? » : ${origin}/sign-in`,
      ],
    },
  },
}
