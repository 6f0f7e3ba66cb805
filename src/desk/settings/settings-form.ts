import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator'
import { LOCALES } from '../../kernel/locale.ts'
import type { SettingsDraft } from '../../registration/settings.ts'
import { TextsDto } from '../agenda/session-form.ts'

/** The form of the settings, as the desk sends it. */
export class SettingsForm {
  @IsOptional() @IsString() @MaxLength(40) opens?: string
  @IsOptional() @IsString() @MaxLength(40) closes?: string
  @IsOptional() @IsString() @MaxLength(40) closesInPerson?: string
  @IsOptional() @IsString() @MaxLength(40) nominateBy?: string
  @IsOptional() @IsString() @MaxLength(40) confirmBy?: string
  @IsOptional() @IsArray() @ArrayMaxSize(60) @IsString({ each: true }) constituencies?: string[]
  @IsOptional() @IsObject() verification?: Record<string, unknown>
  @IsOptional() @IsObject() emailDomains?: Record<string, unknown>
  @IsOptional() @IsString() @MaxLength(10) floor?: string
  @IsOptional() @IsString() @MaxLength(10) passport?: string
  @IsOptional() @IsString() @MaxLength(10) photo?: string
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TextsDto) privacyNotice?: TextsDto
  @IsOptional() @IsObject() retention?: Record<string, unknown>
}

const texts = (given: Record<string, unknown> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value.slice(0, 2000)] as const] : [],
    ),
  )

/** The settings that a form says: a box that is not ticked is not sent. */
export const settingsFrom = (form: SettingsForm): SettingsDraft => ({
  moments: {
    opens: form.opens ?? '',
    closes: form.closes ?? '',
    closesInPerson: form.closesInPerson ?? '',
    nominateBy: form.nominateBy ?? '',
    confirmBy: form.confirmBy ?? '',
  },
  constituencies: form.constituencies ?? [],
  verification: texts(form.verification),
  emailDomains: texts(form.emailDomains),
  floor: form.floor === 'yes',
  badge: { passport: form.passport === 'yes', photo: form.photo === 'yes' },
  privacyNotice: Object.fromEntries(LOCALES.map((locale) => [locale, form.privacyNotice?.[locale] ?? ''])),
  retention: texts(form.retention),
})
