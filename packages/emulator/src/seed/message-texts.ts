interface AttachmentText {
  name: string
  contentType: string
  kind?: 'file' | 'item' | 'reference'
}

/** What a seeded message says: `{name}` is whose mailbox it is. Paragraphs are plain text. */
export interface MessageText {
  subject: string
  paragraphs: string[]
  /** Written by somebody outside; by a colleague when absent. */
  from?: { name: string; address: string }
  importance?: 'high'
  /** Sent as plain text. */
  isPlain?: true
  attachments?: AttachmentText[]
}

const pdf = 'application/pdf'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The conversations of a school, short and long, in several scripts. */
export const messageTexts: readonly MessageText[] = [
  {
    subject: 'Timetable for next term',
    paragraphs: [
      'Hello {name},',
      'The draft of the timetable is attached. Please tell me by Friday what does not work.',
      'Rooms on the second floor of the old building are closed until the heating is mended.',
    ],
    attachments: [{ name: 'Timetable draft 3.xlsx', contentType: sheet }],
  },
  {
    subject: 'Your library books are due on Monday',
    paragraphs: [
      'Dear {name},',
      'two of your books are due: "The Periodic Table" and "Flatland".',
      'You can renew each of them once, at the desk or by answering this message.',
    ],
    from: { name: 'City Library', address: 'loans@city-library.test' },
    isPlain: true,
  },
  {
    subject: 'Minutes of the staff meeting',
    paragraphs: [
      'Dear all,',
      'the minutes are below and attached.',
      '1. Open day on the 12th: everyone takes one hour at the entrance.',
      '2. The printer on the first floor stays out of order.',
      '3. Any other business: none.',
    ],
    attachments: [{ name: 'Minutes.pdf', contentType: pdf }],
  },
  {
    subject: 'Network maintenance on Saturday from 22:00',
    paragraphs: [
      'Wi-Fi and shared drives will be away for about two hours.',
      'Nothing needs to be done on your side.',
    ],
    importance: 'high',
  },
  {
    subject: 'Re: Lost scarf',
    paragraphs: ['It is at the reception. Blue with white stripes, right?'],
    isPlain: true,
  },
  {
    subject: 'Invoice 2026-1187',
    paragraphs: [
      'Good morning,',
      'please find attached our invoice for 24 microscopes. It is payable within 30 days.',
      'With kind regards, Northwind Instruments',
    ],
    from: { name: 'Northwind Instruments', address: 'billing@northwind.test' },
    attachments: [
      { name: 'Invoice 2026-1187.pdf', contentType: pdf },
      { name: 'Delivery note.pdf', contentType: pdf },
    ],
  },
  {
    subject: 'Chess club: pairings for Thursday',
    paragraphs: [
      'Hi {name},',
      'round four is paired. Bring your own clock if you have one: we are two short.',
    ],
  },
  {
    subject: 'Fwd: Excursion to the observatory',
    paragraphs: [
      'See the message attached. Could you take one of the buses?',
      'The programme is in the shared folder.',
    ],
    attachments: [
      { name: 'Excursion to the observatory', contentType: 'message/rfc822', kind: 'item' },
      { name: 'Programme.docx', contentType: 'text/html', kind: 'reference' },
    ],
  },
  {
    subject: 'Einladung zum Elternabend am Dienstag',
    paragraphs: [
      'Liebe Kolleginnen und Kollegen,',
      'der Elternabend der Stufe 7 beginnt um 19:30 Uhr in der Aula. Größere Anliegen bitte vorher anmelden.',
      'Viele Grüße aus dem Sekretariat',
    ],
  },
  {
    subject: '科学クラブの発表会について',
    paragraphs: [
      '皆さま、',
      '発表会は来週の水曜日、理科室で行います。資料は前日までに送ってください。',
    ],
  },
  {
    subject: 'اجتماع قسم العلوم',
    paragraphs: ['مرحبا،', 'سيعقد الاجتماع يوم الأحد في الساعة العاشرة صباحا في غرفة ٢١٤.'],
  },
  {
    subject: '',
    paragraphs: ['Sent from my phone, subject forgotten. Call me back when you can.'],
    isPlain: true,
  },
  {
    subject: 'Your password expires in 14 days',
    paragraphs: [
      'This message was sent by the service desk to everyone whose password is older than a year.',
      'Change it from the sign-in page, never from a link in a message.',
    ],
  },
  {
    subject:
      'Request for comments on the third revision of the safeguarding policy, including the annexes on excursions, external partners and the use of photographs in publications',
    paragraphs: [
      'Dear {name},',
      'comments are welcome until the end of the month. The policy has 84 pages; the summary is on page 2.',
    ],
    attachments: [{ name: 'Safeguarding policy, third revision.pdf', contentType: pdf }],
  },
  {
    subject: 'Photos of the open day',
    paragraphs: ['A first choice is attached. Who is the person with the balloon?'],
    attachments: [
      { name: 'balloon.jpg', contentType: 'image/jpeg' },
      { name: 'entrance.jpg', contentType: 'image/jpeg' },
      { name: 'laboratory.jpg', contentType: 'image/jpeg' },
    ],
  },
]
