import { Body, Controller, Get, Inject, Param, Patch } from '@nestjs/common'
import {
  ApiOkResponse,
  ApiOperation,
  ApiPropertyOptional,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { NotFound } from '../../kernel/domain-error.ts'
import { LOCALES } from '../../kernel/locale.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import type { RegistrationSettings } from '../../meetings/registration-settings.ts'
import { roleWith } from '../../people/role-policy.ts'
import { Ctx, type RequestContext } from '../../platform/http/request-context.ts'
import { Policy } from '../../platform/policies/policy.ts'
import { TokenScope } from '../../platform/policies/token-scope.ts'
import { RegistrationSettingsService } from '../../registration/settings.service.ts'
import { settingsDraftOf, type SettingsDraft } from '../../registration/settings.ts'
import { TextsDto } from '../agenda/session-form.ts'

const MOMENT = 'On the wall clock of the meeting’s zone: `2022-10-17T18:00`; empty for none.'

export class BadgeDto {
  @ApiPropertyOptional() @IsOptional() @IsBoolean() passport?: boolean
  @ApiPropertyOptional() @IsOptional() @IsBoolean() photo?: boolean
}

/** Any part of the settings; parts that are absent stay as they are. */
export class SettingsDto {
  @ApiPropertyOptional({ description: MOMENT }) @IsOptional() @IsString() @MaxLength(40) opens?: string
  @ApiPropertyOptional({ description: MOMENT }) @IsOptional() @IsString() @MaxLength(40) closes?: string
  @ApiPropertyOptional({ description: MOMENT }) @IsOptional() @IsString() @MaxLength(40) closesInPerson?: string
  @ApiPropertyOptional({ description: MOMENT }) @IsOptional() @IsString() @MaxLength(40) nominateBy?: string
  @ApiPropertyOptional({ description: MOMENT }) @IsOptional() @IsString() @MaxLength(40) confirmBy?: string

  @ApiPropertyOptional({ type: String, isArray: true, description: 'Ids of those that may register.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(60)
  @IsString({ each: true })
  constituencies?: string[]

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Who confirms, by constituency; `default` for the rest.',
  })
  @IsOptional()
  @IsObject()
  verification?: Record<string, unknown>

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Domains with spaces between, by constituency; never of States.',
  })
  @IsOptional()
  @IsObject()
  emailDomains?: Record<string, unknown>

  @ApiPropertyOptional() @IsOptional() @IsBoolean() floor?: boolean

  @ApiPropertyOptional({ type: BadgeDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => BadgeDto)
  badge?: BadgeDto

  @ApiPropertyOptional({ type: TextsDto, description: 'Added to the privacy notice; its version rises.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TextsDto)
  privacyNotice?: TextsDto

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'ISO 8601 durations after the meeting, by kind; empty for the usual one.',
  })
  @IsOptional()
  @IsObject()
  retention?: Record<string, unknown>
}

const texts = (given: Record<string, unknown> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given ?? {}).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])),
  )

const merged = (now: SettingsDraft, dto: SettingsDto): SettingsDraft => ({
  moments: {
    opens: dto.opens ?? now.moments.opens,
    closes: dto.closes ?? now.moments.closes,
    closesInPerson: dto.closesInPerson ?? now.moments.closesInPerson,
    nominateBy: dto.nominateBy ?? now.moments.nominateBy,
    confirmBy: dto.confirmBy ?? now.moments.confirmBy,
  },
  constituencies: dto.constituencies ?? now.constituencies,
  verification: { ...now.verification, ...texts(dto.verification) },
  emailDomains: { ...now.emailDomains, ...texts(dto.emailDomains) },
  floor: dto.floor ?? now.floor,
  badge: { passport: dto.badge?.passport ?? now.badge.passport, photo: dto.badge?.photo ?? now.badge.photo },
  privacyNotice: {
    ...now.privacyNotice,
    ...Object.fromEntries(
      LOCALES.flatMap((locale) => {
        const text = dto.privacyNotice?.[locale]
        return text === undefined ? [] : [[locale, text]]
      }),
    ),
  },
  retention: { ...now.retention, ...texts(dto.retention) },
})

const json = (settings: RegistrationSettings): Omit<RegistrationSettings, 'questions'> =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => key !== 'questions')) as Omit<
    RegistrationSettings,
    'questions'
  >

/** How people register, for programs. */
@ApiTags('Desk')
@Policy(roleWith('configure-meeting'))
@TokenScope('configure-meeting')
@Controller('api/v1/meetings/:meeting/settings')
export class SettingsApi {
  constructor(
    @Inject(Meetings) private readonly meetings: Meetings,
    @Inject(RegistrationSettingsService) private readonly settings: RegistrationSettingsService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'How people register: windows, who may, who confirms, badge, notice, how long what is kept',
  })
  @ApiOkResponse({ description: 'The settings; moments in UTC. Questions have an address of their own.' })
  async read(@Param('meeting') slug: string) {
    return json((await this.meetings.named(slug)).registration)
  }

  @Patch()
  @ApiOperation({ summary: 'Change the settings', description: 'They act at once. Parts that are absent stay.' })
  @ApiOkResponse({ description: 'The settings as they are now' })
  @ApiUnprocessableEntityResponse({ description: 'Something does not fit; `errors` says what, by JSON pointer.' })
  async change(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: SettingsDto) {
    const meeting = await this.meetings.named(slug)
    if (!ctx.reader) throw new NotFound()
    const draft = merged(settingsDraftOf(meeting.registration, meeting.timeZone), body)
    return json(await this.settings.change(meeting, draft, ctx.reader.person))
  }
}
