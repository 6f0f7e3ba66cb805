import { access, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Inject, Injectable } from '@nestjs/common'
import { Delegations } from '../../delegations/delegations.service.ts'
import { FocalPoints } from '../../delegations/focal-points.service.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import type { PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { People } from '../../people/people.service.ts'
import { Database } from '../../platform/database/database.ts'
import { Nominations } from '../../registration/delegation/nominations.service.ts'
import { Registrations } from '../../registration/registrations.service.ts'
import { Review } from '../../registration/review/review.service.ts'
import { checkMeetingFile } from '../meeting-file/check-meeting-file.ts'
import { LoadMeeting } from '../meeting-file/load-meeting.service.ts'
import { sampleAddress, sampleDraft, type SampleDelegation, type SampleRegistration } from './sample-registrations.ts'

/** The meetings that a development install begins with: two as the history they are, one whose registration is open. */
const SAMPLES: readonly { file: string; atRelease?: number }[] = [
  { file: 'meeting-briefing' },
  { file: 'meeting' },
  { file: 'meeting-future', atRelease: 1 },
]

const inSamples = (path: string): string => fileURLToPath(new URL(`../../../samples/${path}`, import.meta.url))

const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(inSamples(`${name}.json`), 'utf8'))

/** Fills an empty database with the sample meetings and registrations. */
@Injectable()
export class LoadSamples {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(LoadMeeting) private readonly meetingFiles: LoadMeeting,
    @Inject(People) private readonly people: People,
    @Inject(Registrations) private readonly registrations: Registrations,
    @Inject(Review) private readonly review: Review,
    @Inject(Delegations) private readonly delegations: Delegations,
    @Inject(FocalPoints) private readonly focalPoints: FocalPoints,
    @Inject(Nominations) private readonly nominations: Nominations,
  ) {}

  /** Loads them unless there is any meeting already; what an interrupted start left out is loaded by the next. */
  async loadOnce(): Promise<Meeting[]> {
    const there = await this.meetings.list()
    const loaded: Meeting[] = []
    const wanted = await Promise.all(
      SAMPLES.map(async ({ file, atRelease }) => ({ file: checkMeetingFile(await json(file)), atRelease })),
    )
    if (there.some((meeting) => !wanted.some(({ file }) => file.meeting.slug === meeting.slug))) return []
    for (const { file, atRelease } of wanted) {
      if (there.some((meeting) => meeting.slug === file.meeting.slug)) continue
      const documents = inSamples(`documents/${file.meeting.slug}`)
      const hasDocuments = await access(documents).then(
        () => true,
        () => false,
      )
      const meeting = await this.meetingFiles.load(file, {
        ...(atRelease && { atRelease }),
        ...(hasDocuments && { documents }),
      })
      loaded.push(meeting)
    }
    const demonstration = loaded.find((meeting) => meeting.demonstration)
    if (demonstration) await this.register(demonstration)
    return loaded
  }

  private async register(meeting: Meeting): Promise<void> {
    const { registrations, delegations } = (await json('registrations')) as {
      registrations: SampleRegistration[]
      delegations: SampleDelegation[]
    }
    const secretariat = await this.person('secretariat@example.org', 'en')
    for (const sample of registrations) await this.one(meeting, sample, secretariat)
    for (const sample of delegations) await this.delegation(meeting, sample, secretariat)
  }

  private async delegation(
    meeting: Meeting,
    { constituency, state, focalPoint, language, people }: SampleDelegation,
    secretariat: PersonId,
  ): Promise<void> {
    const of = { constituency, state, organization: '' }
    const who = { address: emailFrom(focalPoint)!, locale: language }
    const id = await this.focalPoints.invite(meeting.id, of, who, secretariat)
    const by = { person: await this.person(focalPoint, language), as: 'focal-point' } as const
    const delegation = await this.delegations.one(meeting.id, id)
    for (const { who: name, role, days } of people)
      await this.nominations.nominate(
        meeting,
        delegation,
        by,
        {
          names: { givenNames: name, familyName: '' },
          role,
          jobTitle: name,
          wishes: meeting.days.map(({ date }, index) => {
            const mode = days[index] ?? 'none'
            return { day: date.toString(), mode, meanwhile: mode === 'in-person' }
          }),
          language,
          email: undefined,
          contact: undefined,
        },
        `sample ${name}`,
      )
  }

  private async one(meeting: Meeting, sample: SampleRegistration, secretariat: PersonId): Promise<void> {
    const person = await this.person(sampleAddress(sample), sample.language)
    await this.registrations.saveDraft(meeting, person, sampleDraft(sample, meeting), sample.language)
    if (sample.then === 'begun') return
    const { id } = await this.registrations.submit(meeting, person, {
      submissionId: `sample-${person}`,
      consents: { data: true, list: true },
    })
    if (sample.then === 'confirmed') await this.review.verify(meeting, id, secretariat)
    if (sample.then === 'declined') await this.review.decline(meeting, id, secretariat)
    if (sample.then === 'withdrawn') await this.registrations.withdraw(meeting, person)
  }

  private person(address: string, language: SampleRegistration['language']): Promise<PersonId> {
    return this.database.transaction((tx) => this.people.ensure(tx, emailFrom(address)!, language))
  }
}
