import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { constituency } from '../../delegations/constituency.ts'
import { state as stateWithCode, stateFrom } from '../../delegations/state.ts'
import { InvalidInput } from '../../kernel/domain-error.ts'
import type { ListedRegistration } from '../../registration/review/registration-list.service.ts'

/** What the buttons below a request do. */
export const DEEDS = ['confirm', 'ask', 'decline', 'skip', 'undo'] as const

/** What a reviewer decides. */
export class DecideForm {
  @IsOptional() @IsIn(DEEDS) do?: (typeof DEEDS)[number]
  /** The registration of the same person to merge with. */
  @IsOptional() @IsString() @MaxLength(40) merge?: string
  /** The registration that is another person's. */
  @IsOptional() @IsString() @MaxLength(40) apart?: string
  @IsOptional() @IsString() constituency?: string
  /** A State as typed or chosen, for who represents one. */
  @IsOptional() @IsString() @MaxLength(200) state?: string
  /** The last change that the reviewer saw. */
  @IsOptional() @IsString() @MaxLength(30) seen?: string
}

/** A reason or a question, in the person's language. */
export class WordsForm {
  @IsOptional() @IsString() @MaxLength(20_000) words?: string
  @IsOptional() @IsString() @MaxLength(30) seen?: string
  @IsOptional() @IsString() @MaxLength(100) submission?: string
}

/** What the reviewer says is true: as it was claimed, or corrected. @throws InvalidInput */
export const factFrom = (
  form: Pick<DecideForm, 'constituency' | 'state'>,
  { claim }: Pick<ListedRegistration, 'claim'>,
): { constituency: string; state: string | null } => {
  const asked = form.constituency ?? claim.constituency
  if (constituency(asked)?.delegationOf !== 'state') return { constituency: asked, state: null }
  const typed = form.state ?? claim.state ?? ''
  const found = stateWithCode(typed) ?? stateFrom(typed)
  if (!found) throw new InvalidInput({ fields: [{ pointer: '/state', message: 'state.unknown' }] })
  return { constituency: asked, state: found.iso3 }
}
