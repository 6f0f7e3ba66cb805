import { Injectable } from '@nestjs/common'
import type { ReleaseContent } from './release.ts'
import type { SavedRules } from './access-rules.service.ts'
import { sameContent } from './working-copy-changes.ts'

/** Answers whether the public would see any difference between two contents under the rules saved now. */
export type PublicJudge = (before: ReleaseContent, after: ReleaseContent, rules: SavedRules) => boolean

/**
 * The port through which publishing asks what the public sees: only then must the label be a new one. The gate, which
 * lives below, provides the answer at start. Until then every difference counts as seen.
 */
@Injectable()
export class PublicSight {
  private judge: PublicJudge = (before, after) => !sameContent(before, after)

  provide(judge: PublicJudge): void {
    this.judge = judge
  }

  /** A first release is always seen. */
  seesChange(before: ReleaseContent | undefined, after: ReleaseContent, rules: SavedRules): boolean {
    return !before || this.judge(before, after, rules)
  }
}
