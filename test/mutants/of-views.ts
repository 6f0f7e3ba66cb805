import { clausesOf, type Mutant } from './mutant.ts'

/** How a release becomes a view, its calendar facts and its differences; and for whom what was made is kept. */
export const OF_VIEWS: readonly Mutant[] = [
  ...clausesOf('access/view-of.ts', {
    'the note of a release is shown to those for whom it changed nothing': [
      'seen || nothingChanged() ? say(release.note) : undefined',
      'say(release.note)',
    ],
    'a release that changed nothing for a reader is told apart from the one before': [
      '!sameSight(last.seen, now.seen) ||',
      'true ||',
    ],
    'the closed are ordered by their code': [
      "entry.level === 'closed' ? `~${entry.calendar.uid}` : entry.code",
      "'code' in entry ? entry.code : ''",
    ],
    'the session of a closed entry can be joined to other data': [
      "entry.level === 'closed' ? [] : [entry.id]",
      "'id' in entry ? [entry.id] : [entry.calendar.uid as SessionId]",
    ],
    'a release that was taken back is in the history': [
      'release && !release.withdrawnAt && moments',
      'release && moments',
    ],
  }),
  ...clausesOf('access/calendar-facts.ts', {
    'a closed entry has the UID that it has for those who know it': ['uid: closed ? saved.closedUid : id,', 'uid: id,'],
    'SEQUENCE counts what was told to others': [
      "if (!level || (level === 'closed') !== closed) continue",
      'if (!session) continue',
    ],
    'SEQUENCE of a closed entry counts its titles': ['closed ? null : session.title,', 'session.title,'],
    'DTSTAMP follows what is not shown': [
      "closed ? JSON.stringify(only('closed', sight.whole)) : sight.shown",
      'JSON.stringify(sight.whole)',
    ],
    'DTSTAMP of a closed entry tells that its rule now names others': [
      "JSON.stringify([level, level && level !== 'closed' ? openTo(held) : null])",
      'JSON.stringify([level, openTo(held)])',
    ],
    'DTSTAMP of a closed entry follows the groups of its reader': [
      "rule === 'invited' && entry.level !== 'closed' ? changed?.groups : undefined",
      "rule === 'invited' ? changed?.groups : undefined",
    ],
  }),
  ...clausesOf('access/audience-key.ts', {
    'the day of a place does not part those who share a view': ["[...days.keys()].sort().join(',')", "''"],
    'the constituency does not part those who share a view': [
      "${[...days.keys()].sort().join(',')} ${named}",
      "${[...days.keys()].sort().join(',')}",
    ],
    'a view that groups decide is kept for others': [
      'if ([...groups].some((group) => tested.groups.has(group))) return undefined',
      '',
    ],
    'facts that only a released rule tests do not part those who share a view': [
      'release?.content.sessions.map((session) => session.access) ?? []',
      '[]',
    ],
    'facts that only a saved rule tests do not part those who share a view': [
      `    ...[...rules.values()].map(({ rule }) => rule),
    // A rule of the past decides when a calendar entry was last changed.
    ...[...rules.values()].flatMap(({ history }) => history.map(({ rule }) => rule)),
`,
      '',
    ],
    'facts that only a rule of the past tests do not part those who share a view': [
      '    ...[...rules.values()].flatMap(({ history }) => history.map(({ rule }) => rule)),\n',
      '',
    ],
  }),
  ...clausesOf('access/gate.service.ts', {
    'what is kept outlives a saved rule': [
      '${versions?.release ?? 0}.${versions?.rules ?? 0}',
      '${versions?.release ?? 0}',
    ],
    'what is kept is the same for all audiences': [
      '`${known.key} ${audience} ${locale} ${what} ${frame}`',
      '`${known.key} ${locale} ${what} ${frame}`',
    ],
    'an old label is shown without the bounds of the release in force': [
      'noMoreThan: label ? contentsOf(known.moments) : [],',
      'noMoreThan: [],',
    ],
    'differences are shown without the bounds of later releases': [
      'const noMoreThan = [known.moments, upTo(known.moments, to)].flatMap(contentsOf)',
      'const noMoreThan: ReleaseContent[] = []',
    ],
    'the history is shown without the bounds of the release in force': [
      'const noMoreThan = contentsOf(known.moments)',
      'const noMoreThan: ReleaseContent[] = []',
    ],
    'the public may attend what has no rule': [
      'released !== undefined && mayAttend(ruleInForce(released, rules), audience.facts, released.day)',
      'released !== undefined',
    ],
    'the door asks the released rule only': [
      'mayAttend(ruleInForce(released, rules), audience.facts, released.day)',
      'mayAttend(ruleInForce(released, new Map([[session, { rule: released.access } as never]])), audience.facts, released.day)',
    ],
    'a withdrawn label can still be looked at': [
      'release?.label === label && !release.withdrawnAt',
      'release?.label === label',
    ],
    'what is kept outlives a release': ['${versions?.release ?? 0}.${versions?.rules ?? 0}', '${versions?.rules ?? 0}'],
    'what is kept of one meeting is given in another': ['`${meeting} ${versions?.release', '`${versions?.release'],
    'what is kept of an old release is given as the one in force': [
      '`${known.key} ${audience} ${locale} ${what} ${frame}`',
      '`${known.key} ${audience} ${locale} ${frame}`',
    ],
    'who may not attend is on the list of those who may come in': [
      '(mayAttend(rule, of, released.day) ? [person] : [])',
      '[person]',
    ],
    'the list of those who may come in goes by the released rule alone': [
      'const rule = ruleInForce(released, rules)',
      'const rule = ruleInForce(released, new Map([[session, { rule: released.access } as never]]))',
    ],
    'an open line does not hear of a saved rule': ['&& now.rules === then.rules', ''],
    'an open line does not hear of a release': ['now.release === then?.release &&', 'then !== undefined &&'],
  }),
  ...clausesOf('access/comparison.ts', {
    'a mail tells of what the release in force hides': [
      'const now = viewOf({ ...as, moments: after, noMoreThan: inForce })!',
      'const now = viewOf({ ...as, moments: after })!',
    ],
    'a mail tells of what was shown before it was restricted': [
      'noMoreThan: [...inForce, ...(last ? [last.content] : [])]',
      'noMoreThan: []',
    ],
    'withdrawn labels are named': [
      'release && !release.withdrawnAt ? [release.label] : []',
      'release ? [release.label] : []',
    ],
    'one comparison is given to all audiences': [
      'const key = audienceKey(audience, tested)',
      "const key = audienceKey(audience, tested) === undefined ? 'one' : 'one'",
    ],
    'a comparison that is one person’s is kept for others': [
      'if (key === undefined) return make(audience, locale)',
      '',
    ],
  }),
  ...clausesOf('access/changes.ts', {
    'what only one of two levels shows counts as changed': [
      ': before.level === entry.level && was !== is',
      ': was !== is',
    ],
  }),
  ...clausesOf(
    'agenda/hidden-meetings.ts',
    {
      'a meeting that is being prepared is shown to everybody': ['&& this.versions.isHidden(named)', '&& false'],
    },
    'test/journeys/setting-up.test.ts',
  ),
]
