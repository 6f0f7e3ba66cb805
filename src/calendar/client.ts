/** The kinds of program that ask for a calendar; `other` is whatever does not say. */
export const CLIENTS = [
  'google',
  'outlook',
  'apple-mobile',
  'apple-mac',
  'thunderbird',
  'android',
  'vdirsyncer',
  'other',
] as const
export type Client = (typeof CLIENTS)[number]

/** What each kind writes in its User-Agent. The order matters: Outlook for Mac names the Mac too. */
const SIGNS: readonly (readonly [RegExp, Client])[] = [
  [/Google-Calendar-Importer|GoogleCalendar/i, 'google'],
  [/Outlook|Microsoft|Exchange|OWA/i, 'outlook'],
  [/Thunderbird|Lightning/i, 'thunderbird'],
  [/ICSx5|ICSdroid|DAVx5|Android|Dalvik/i, 'android'],
  [/vdirsyncer|khal/i, 'vdirsyncer'],
  [/\biOS\/|iPhone|iPad/i, 'apple-mobile'],
  [/macOS|Mac[ _+]OS|CalendarAgent|CalendarStore|iCal\//i, 'apple-mac'],
]

/** The kind of program by its User-Agent. Only the kind is kept: the whole line would tell of the device. */
export const clientOf = (userAgent: string | undefined): Client =>
  SIGNS.find(([sign]) => sign.test(userAgent ?? ''))?.[1] ?? 'other'
