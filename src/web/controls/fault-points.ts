/** The words of `PUT /_sim/faults`: what can go wrong where, and to whom. The server refuses any other. */
export const faultPoints: Record<string, { title: string; deeds: Record<string, boolean>; match: string[] }> =
  {
    'ussd-hop': {
      title: 'A USSD hop',
      // True where it needs a delay.
      deeds: {
        'app-time-out': false,
        'dropped-answer': false,
        'duplicated-hop': false,
        'late-answer': true,
        'dropped-session': false,
      },
      match: ['phone', 'serviceCode', 'host'],
    },
    sms: {
      title: 'An SMS to a phone',
      deeds: { lost: false, delayed: true, rejected: false },
      match: ['recipient', 'sender'],
    },
    'sms-report': {
      title: 'A delivery report',
      deeds: { lost: false, delayed: true, doubled: false },
      match: ['recipient', 'sender', 'host'],
    },
    'sms-inbound': {
      title: 'An SMS from a phone',
      deeds: { dropped: false, late: true, doubled: false, 'failing-dns': false },
      match: ['phone', 'shortCode', 'host'],
    },
    callback: {
      title: 'A callback to a merchant',
      deeds: { dropped: false, late: true, doubled: false, 'failing-dns': false },
      match: ['phone', 'host'],
    },
    email: {
      title: 'An e-mail to a mailbox',
      deeds: { lost: false, rejected: false },
      match: ['recipient'],
    },
  }
