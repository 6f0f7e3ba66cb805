import { PUBLIC_AUDIENCE, type Audience } from '../../access/facts.ts'
import type { Review } from '../../agenda/publishing.service.ts'
import type { ConstituencyId } from '../../delegations/constituency.ts'
import { newId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'

/** Whom a difference is for: everybody, everyone registered, those of a constituency, or an invited group. */
export type Whom =
  | { readonly is: 'public' | 'registered' }
  | { readonly is: 'constituency'; readonly constituency: ConstituencyId }
  | { readonly is: 'group'; readonly group: string }

/** Somebody confirmed for all days of whom this is true. */
export const somebody = (meeting: Meeting, whom: Whom): Audience =>
  whom.is === 'public'
    ? PUBLIC_AUDIENCE
    : {
        kind: 'person',
        facts: {
          person: newId<'Person'>(),
          days: new Map(meeting.days.map(({ date }) => [date.toString(), 'in-person'])),
          ...(whom.is === 'constituency' && { constituency: whom.constituency }),
          groups: new Set(whom.is === 'group' ? [whom.group] : []),
        },
      }

/** All whom a rule of what is reviewed tells apart, the public first. */
export const whomIn = ({ content, rules }: Pick<Review, 'content' | 'rules'>): Whom[] => {
  const access = [...content.sessions.map((session) => session.access), ...[...rules.values()].map(({ rule }) => rule)]
  const constituencies = new Set(
    access.flatMap((rule) => (rule.attend === 'constituencies' ? rule.constituencies : [])),
  )
  const groups = new Set(access.flatMap((rule) => (rule.attend === 'invited' ? rule.groups : [])))
  return [
    { is: 'public' },
    { is: 'registered' },
    ...[...constituencies].sort().map((constituency) => ({ is: 'constituency' as const, constituency })),
    ...[...groups].sort().map((group) => ({ is: 'group' as const, group })),
  ]
}
