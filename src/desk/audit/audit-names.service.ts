import { Inject, Injectable } from '@nestjs/common'
import { Releases } from '../../agenda/releases.service.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import { delegationName } from '../../delegations/delegation.ts'
import { Delegations } from '../../delegations/delegations.service.ts'
import { isId, type PersonId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { Materials } from '../../materials/materials.service.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { People, type PersonView } from '../../people/people.service.ts'
import { ApiTokens } from '../../people/tokens/api-tokens.service.ts'
import type { AuditEntry } from '../../platform/audit/audit.ts'
import { Database } from '../../platform/database/database.ts'

/** What things are called that entries hold by their ids: in the reader's language, and of this meeting alone. */
export interface AuditNames {
  /** By name, else by address; absent once they are erased. */
  readonly people: ReadonlyMap<string, string>
  /** Sessions, rooms, releases, delegations, papers, and of a registration whose it is. */
  readonly things: ReadonlyMap<string, string>
}

const nameOf = ({ givenNames, familyName, email, contactEmail }: PersonView): string =>
  `${givenNames} ${familyName}`.trim() || (email ?? contactEmail ?? '')

/** Finds the names that entries need: a few queries, however many entries there are. */
@Injectable()
export class AuditNaming {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(People) private readonly people: People,
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(Delegations) private readonly delegations: Delegations,
    @Inject(Materials) private readonly materials: Materials,
  ) {}

  async of(meeting: Meeting, entries: readonly AuditEntry[], locale: Locale): Promise<AuditNames> {
    const ids = [...new Set(entries.flatMap(idsIn))]
    const [tokens, registrations, sessions, releases, delegations, materials] = await Promise.all([
      this.tokens.names([...new Set(entries.flatMap((entry) => tokenIn(entry) ?? []))]),
      this.database.query<{ id: string; person_id: PersonId }>(
        'SELECT id, person_id FROM registration WHERE meeting_id = $1 AND id = ANY ($2)',
        [meeting.id, ids],
      ),
      this.workingCopy.list(meeting.id),
      this.releases.all(meeting.id),
      this.delegations.of(meeting.id),
      this.materials.titles(meeting.id),
    ])
    const known = await this.people.byIds([...(ids as PersonId[]), ...registrations.map((each) => each.person_id)])
    const people = new Map([...known.values()].map((person) => [person.id as string, nameOf(person)]))
    const said = (words: Parameters<typeof wordsOf>[0]): string => wordsOf(words, meeting, locale).text
    return {
      people,
      things: new Map<string, string>([
        ...sessions.map(({ id, code, title }) => [id, `${code} ${said(title)}`] as const),
        ...meeting.rooms.flatMap(({ id, key, name }) => [id, key].map((one) => [one, said(name)] as const)),
        ...releases.map(({ id, label }) => [id, label] as const),
        ...delegations.map((delegation) => [delegation.id, delegationName(delegation, locale)] as const),
        ...materials.map(({ key, title }) => [key, said(title)] as const),
        ...tokens,
        ...registrations.flatMap(({ id, person_id }) => {
          const name = people.get(person_id)
          return name ? [[id, name] as const] : []
        }),
      ]),
    }
  }
}

/** The token that an entry is about, or by which somebody's program did what it says. */
const tokenIn = ({ action, subject, data }: AuditEntry): string | undefined => {
  const id = action.startsWith('token.') ? subject : data?.['token']
  return typeof id === 'string' && isId(id) ? id : undefined
}

const idsIn = ({ actor, subject, data }: AuditEntry): string[] =>
  [actor, subject, ...Object.values(data ?? {})].filter((value) => typeof value === 'string' && isId(value)) as string[]
