import { Inject, Injectable } from '@nestjs/common'
import { textsOf } from '../../agenda/agenda-texts.ts'
import { PlannedReleases } from '../../agenda/planned-releases.service.ts'
import type { Release } from '../../agenda/release.entity.ts'
import { Releases } from '../../agenda/releases.service.ts'
import { snapshot } from '../../agenda/snapshot.ts'
import { Translating } from '../../agenda/translating.service.ts'
import { languageStates } from '../../agenda/translations.ts'
import { workingCopyChanges } from '../../agenda/working-copy-changes.ts'
import { WorkingCopy } from '../../agenda/working-copy.service.ts'
import type { MeetingId } from '../../kernel/id.ts'
import type { Right } from '../../people/roles.ts'
import { Clock } from '../../platform/clock.ts'
import { DelegationList } from '../../registration/delegation/delegation-list.service.ts'
import { Queues } from '../../registration/places/queues.service.ts'
import { ReviewQueue } from '../../registration/review/queue.service.ts'
import { AgendaWarnings } from '../agenda/agenda-warnings.service.ts'
import type { OpenMeeting } from '../desk-room.service.ts'
import { attentionTo, type Attention } from './attention.ts'

/** How a meeting stands for one of its organisers. */
export interface Overview extends OpenMeeting {
  release: Release | undefined
  attention: readonly Attention[]
}

/** Gathers how meetings stand, in as many questions for twenty as for one, and nothing that the reader has no right to. */
@Injectable()
export class Overviews {
  constructor(
    @Inject(WorkingCopy) private readonly workingCopy: WorkingCopy,
    @Inject(Releases) private readonly releases: Releases,
    @Inject(PlannedReleases) private readonly planned: PlannedReleases,
    @Inject(Translating) private readonly translating: Translating,
    @Inject(AgendaWarnings) private readonly warnings: AgendaWarnings,
    @Inject(ReviewQueue) private readonly reviews: ReviewQueue,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(DelegationList) private readonly delegations: DelegationList,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(meetings: readonly OpenMeeting[]): Promise<Overview[]> {
    const having = (...rights: Right[]): MeetingId[] =>
      meetings.filter((one) => rights.some((right) => one.rights.has(right))).map(({ meeting }) => meeting.id)
    const [ids, people] = [meetings.map(({ meeting }) => meeting.id), having('review-registrations')]
    const [releases, sessions, pairs, plans, toReview, waiting, delegations] = await Promise.all([
      this.releases.currentIn(ids),
      this.workingCopy.listIn(having('edit-agenda', 'translate', 'publish')),
      this.translating.pairsIn(having('translate')),
      this.planned.standingIn(having('publish')),
      this.reviews.leftIn(people),
      this.queues.peopleIn(people),
      this.delegations.needingIn(people),
    ])
    const now = this.clock.now()
    const drafts = meetings.map((one) => {
      const of = sessions.get(one.meeting.id) ?? []
      return { ...one, sessions: of, content: snapshot(of, one.meeting.rooms) }
    })
    const warnings = await this.warnings.ofMany(
      drafts.filter(({ rights }) => rights.has('edit-agenda') || rights.has('publish')),
    )
    return drafts.map(({ meeting, rights, roles, sessions: of, content }) => {
      const { id, mainLanguage, workingLanguages } = meeting
      const release = releases.get(id)
      const texts = rights.has('translate') ? textsOf(of, meeting, release?.content) : []
      const state = {
        sessions: of.length,
        changes: workingCopyChanges(release?.content, content).length,
        warnings: warnings.get(id) ?? [],
        languages: languageStates(texts, mainLanguage, workingLanguages, pairs.get(id) ?? new Map()),
        plan: plans.find(({ meetingId }) => meetingId === id),
        toReview: toReview.get(id) ?? 0,
        waiting: waiting.get(id) ?? 0,
        askingToSpeak: delegations.get(id)?.askingToSpeak ?? 0,
        withoutFocalPoint: delegations.get(id)?.withoutFocalPoint ?? 0,
      }
      return { meeting, rights, roles, release, attention: attentionTo(state, meeting, rights, now) }
    })
  }
}
