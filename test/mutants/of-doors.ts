import { clausesOf, type Mutant } from './mutant.ts'

const JOINING = 'test/journeys/joining.test.ts'
const ICS = 'src/calendar/ics.spec.ts'
const CALENDAR = 'src/calendar/calendar.spec.ts'

/** Who goes in online, by which way, and what a calendar carries. */
export const OF_DOORS: readonly Mutant[] = [
  ...clausesOf(
    'checkin/door.ts',
    {
      'the way in opens before its time': [
        "if (Temporal.Instant.compare(now, opens.toInstant()) < 0) return { is: 'shut', why: 'before', opens }",
        '',
      ],
      'the way in stays open when the session is over': [
        "if (Temporal.Instant.compare(now, entry.end.add(STAYS_AFTER).toInstant()) >= 0) return { is: 'shut', why: 'over' }",
        '',
      ],
      'a cancelled session lets people in': [
        "if (entry.status === 'cancelled') return { is: 'shut', why: 'cancelled' }",
        '',
      ],
      'who has no way in of their own goes in as somebody': [
        "way === 'ask-host' ? { is: 'shut', why: 'ask-host' } : ",
        '',
      ],
    },
    'src/checkin/door.spec.ts',
  ),
  ...clausesOf(
    'checkin/refusal.ts',
    {
      'a session with places of its own lets everybody in': ['if (letsIn(place)) return undefined', 'return undefined'],
      'who may attend goes in online where there is no online': [
        "entry.online ? placeRefusal(place) : { is: 'in-room-only' }",
        'placeRefusal(place)',
      ],
    },
    'src/checkin/refusal.spec.ts',
  ),
  ...clausesOf(
    'registration/places/session-place.ts',
    {
      'an offered place in a session lets in': [
        "is === 'free' || is === 'held'",
        "is === 'free' || is === 'held' || is === 'offered'",
      ],
      'who asked for a place in a session has it': ["return { is: 'asked' }", "return { is: 'held' }"],
      'who has no place in a session has one': ["return { is: 'none' }", "return { is: 'free' }"],
    },
    'src/registration/places/session-place.spec.ts',
  ),
  ...clausesOf(
    'checkin/join.pages.tsx',
    {
      'pressing Join goes in whenever': [
        "'door' in before.answer && before.answer.door.is === 'open'",
        "'door' in before.answer",
      ],
      'pressing Join goes in without a place in the session': [
        'if (lacks) return { view,',
        'if (!entry) return { view,',
      ],
      'who may not attend goes in': [
        'const refusal = refusalOf(entry, facts, own?.standing)',
        "if (person) return { view, before: { entry, answer: { door: doorOf(entry, this.clock.now(), 'shared', 15) } } } as never\n    const refusal = refusalOf(entry, facts, own?.standing)",
      ],
    },
    JOINING,
  ),
  ...clausesOf(
    'checkin/admitted.service.ts',
    {
      'who has no place in the session is on the list of its host': [
        'return attendees.intersection(letIn)',
        'return attendees',
      ],
      'who may not attend is on the list of the host': ['return attendees.intersection(letIn)', 'return letIn'],
    },
    JOINING,
  ),
  ...clausesOf(
    'checkin/hosts.service.ts',
    {
      'who hosts one session sees who may come to all': [
        'h.role_id = role.id AND h.session_id = $2',
        'h.role_id = role.id AND $2::uuid IS NOT NULL',
      ],
      'a role in another meeting sees who may come in': [
        '(meeting_id IS NULL OR meeting_id = $1)\n',
        '$1::uuid IS NOT NULL\n',
      ],
      'hosts of other meetings can be named': [
        "FROM role WHERE meeting_id = $2 AND role = 'host'",
        "FROM role WHERE $2::uuid IS NOT NULL AND role = 'host'",
      ],
      'whoever holds a role in the meeting sees who may come in': [
        'AND (role = ANY ($4) OR',
        'AND ($4::text[] IS NOT NULL OR',
      ],
    },
    'src/checkin/hosts.service.spec.ts',
    JOINING,
  ),
  ...clausesOf(
    'checkin/host-lines.service.ts',
    {
      'who hosts no more keeps the line': [
        'const stays = may.has(person) && signedIn.has(signIn)',
        'const stays = signedIn.has(signIn)',
      ],
      'who signed out keeps the line': [
        'const stays = may.has(person) && signedIn.has(signIn)',
        'const stays = may.has(person)',
      ],
    },
    JOINING,
  ),
  ...clausesOf(
    'desk/joining/host-list.pages.tsx',
    {
      'every host sees the list of every session': [
        'if (!may.has(room.person)) throw new NotFound()',
        'may.has(room.person)',
      ],
    },
    JOINING,
  ),
  ...clausesOf(
    'checkin/join-links.service.ts',
    {
      'the way in that one person has is given to others': [
        'findOneBy(PersonalJoinLink, { sessionId: session, personId: person })',
        'findOneBy(PersonalJoinLink, { sessionId: session })',
      ],
    },
    JOINING,
  ),
  ...clausesOf(
    'checkin/personal-links.service.ts',
    {
      'a link of their own is kept for who may not attend any more': [
        'all.filter(([person]) => mayAttend.has(person))',
        'all',
      ],
    },
    JOINING,
  ),
  ...clausesOf(
    'calendar/selection.ts',
    {
      'a calendar of what somebody may attend carries all that they see': [
        "carries === 'attend' ? entry.level === 'attend' :",
        "carries === 'attend' ? true :",
      ],
    },
    ICS,
    CALENDAR,
  ),
  ...clausesOf(
    'calendar/addresses.ts',
    {
      'calendars lead to the door of what somebody may not attend': [
        "entry.level === 'attend' && entry.online && entry.status",
        "entry.level !== 'closed' && entry.status",
      ],
    },
    ICS,
    CALENDAR,
  ),
  ...clausesOf(
    'calendar/event.ts',
    {
      'the calendar of who was invited says PUBLIC of what is not': [
        "entry.level === 'attend' && entry.openTo.attend !== 'everyone' ? 'PRIVATE' : 'PUBLIC'",
        "'PUBLIC'",
      ],
    },
    ICS,
    CALENDAR,
  ),
  ...clausesOf(
    'calendar/feed-calendars.service.ts',
    {
      'a calendar goes on when the registration has ended': ['ics: ended\n', 'ics: ended && false\n'],
    },
    CALENDAR,
  ),
  ...clausesOf(
    'calendar/feed-answers.service.ts',
    {
      'a calendar is unchanged whatever was restricted since': [
        'feed.etags && feed.rendered?.equals(digest) ? feed.etags',
        'feed.etags ? feed.etags',
      ],
      'a calendar is what it was whatever was restricted since': [
        'if (kept?.digest.equals(digest)) return kept',
        'if (kept) return kept',
      ],
    },
    CALENDAR,
  ),
  ...clausesOf(
    'calendar/feeds.service.ts',
    {
      'the calendar of somebody else is one’s own': [
        'findOneBy(Feed, { meetingId: meeting ?? IsNull(), personId: person })',
        'findOneBy(Feed, { meetingId: meeting ?? IsNull() })',
      ],
      'an address that was replaced stays good': [
        '{ secretDigest: digest, secretSealed: sealed, createdAt',
        '{ secretSealed: sealed, createdAt',
      ],
    },
    CALENDAR,
  ),
]
