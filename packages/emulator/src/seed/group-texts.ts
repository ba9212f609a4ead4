/** A file by size in bytes, or a folder by what is in it. */
export interface FolderSeed {
  [name: string]: number | FolderSeed
}

export interface ConversationText {
  topic: string
  preview: string
  senders: string[]
  hasAttachments?: true
  isLocked?: true
}

export interface GroupText {
  files: FolderSeed
  conversations: ConversationText[]
}

const chess: GroupText = {
  files: {
    'Opening books': {
      'Caro-Kann for beginners.pdf': 2_418_221,
      'Sicilian, lines we play.docx': 88_410,
      Puzzles: { 'Mate in two.pdf': 340_118, 'Mate in three.pdf': 401_902 },
    },
    'Tournament 2026': {
      'Pairings.xlsx': 21_873,
      'Results round 1.xlsx': 19_020,
      'Results round 2.xlsx': 19_344,
      'Photos from the final': {},
    },
    'Members & clocks.xlsx': 14_002,
    'Rules of the club.docx': 37_118,
    'شطرنج للمبتدئين.pdf': 610_554,
    '#1 <b>draft</b> 100%.txt': 412,
  },
  conversations: [
    {
      topic: 'Pairings for Thursday',
      preview: 'Round four is paired. Bring your own clock if you have one: we are two short.',
      senders: ['Tom Teacher', 'Sara Student'],
      hasAttachments: true,
    },
    {
      topic: 'Who can drive to the tournament?',
      preview: 'I have four seats, leaving at seven from the car park behind the library.',
      senders: ['Ada Admin', 'Tom Teacher'],
    },
    {
      topic: 'Re: <script>alert("chess")</script>',
      preview: 'Please do not try out markup in subjects. It is text, and it stays text.',
      senders: ['Ada Admin'],
    },
    {
      topic: 'Welcome to the chess club',
      preview: 'Use this group for conversations, files and our calendar.',
      senders: ['Chess club'],
      isLocked: true,
    },
  ],
}

const months = ['September', 'October', 'November', 'December', 'January', 'February']

const teachers: GroupText = {
  files: {
    Curriculum: {
      'Mathematics 5 to 10.docx': 184_220,
      'Science 5 to 10.docx': 201_334,
      'Languages 5 to 10.docx': 156_870,
    },
    'Minutes of meetings': Object.fromEntries(
      months.flatMap((month, index) =>
        [1, 2].map((half) => [`${month}, part ${half}.pdf`, 90_000 + index * 7_311 + half]),
      ),
    ),
    'Supply plan.xlsx': 44_209,
    'Safeguarding policy, third revision, with the annexes on excursions, external partners and photographs.pdf': 3_980_112,
  },
  conversations: Array.from({ length: 14 }, (_, index) => ({
    topic: `Supply plan, week ${46 - index}`,
    preview: 'The plan is in the documents of this group. Tell me before noon what does not work.',
    senders: index % 3 === 0 ? ['Lena Longtitle', 'نور الدين الحسيني'] : ['Lena Longtitle'],
  })),
}

/** By mail nickname; who is not in here has an empty library and no conversations. */
export const groupTexts: Readonly<Record<string, GroupText>> = { chess, teachers }
