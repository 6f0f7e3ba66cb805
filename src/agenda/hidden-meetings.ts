import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { isSlug } from '../meetings/slug.ts'
import { Policies } from '../platform/policies/policies.ts'
import { MeetingVersions } from './meeting-versions.ts'

/** Keeps a meeting that is still being prepared from everybody but its organisers: on no page, in no file, by no address. */
@Injectable()
export class HiddenMeetings implements OnModuleInit {
  constructor(
    @Inject(Policies) private readonly policies: Policies,
    @Inject(MeetingVersions) private readonly versions: MeetingVersions,
  ) {}

  onModuleInit(): void {
    this.policies.hide(({ params }) => {
      const { meeting, slug } = (params ?? {}) as Readonly<Record<string, unknown>>
      const named = meeting ?? slug
      return typeof named === 'string' && isSlug(named) && this.versions.isHidden(named)
    })
  }
}
