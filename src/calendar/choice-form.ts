import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { LONGEST_NAME } from './calendar-page.tsx'
import type { FeedWish } from './feeds.service.ts'
import { oneLine } from './icalendar.ts'
import { CARRIES, REMINDERS, type Carries } from './selection.ts'

/** What somebody chooses for their calendar. */
export class ChoiceForm {
  @IsIn(CARRIES)
  carries: Carries

  @IsIn(LOCALES)
  language: Locale

  @IsOptional()
  @IsIn(['with', 'without'])
  sideEvents?: 'with' | 'without'

  /** Minutes, or nothing. */
  @IsOptional()
  @IsIn(['', ...REMINDERS.map(String)])
  reminder?: string

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  name?: string
}

/** What the form asks for. */
export const chosenIn = ({ carries, language, sideEvents, reminder, name }: ChoiceForm): FeedWish => ({
  carries,
  language,
  sideEvents: sideEvents !== 'without',
  reminder: REMINDERS.find((minutes) => String(minutes) === reminder) ?? null,
  name: oneLine(name ?? '') || null,
})
