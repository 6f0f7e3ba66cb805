import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import {
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger'
import { IsIn, IsOptional } from 'class-validator'
import { Gate } from '../access/gate.service.ts'
import { isNamed } from '../access/view.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { LOCALES, type Locale } from '../kernel/locale.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { attachment } from '../platform/http/attachment.ts'
import { BytesResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { TokenScope } from '../platform/policies/token-scope.ts'
import { FILE_LANGUAGES, isFileLanguage, MATERIAL_KINDS, materialPath, type FileLanguage } from './material.ts'
import { Materials } from './materials.service.ts'

export class MaterialFileDto {
  @ApiProperty({ enum: [...FILE_LANGUAGES], description: '`floor`: as spoken in the room' })
  language: FileLanguage

  @ApiProperty({ example: 'application/pdf' })
  mediaType: string

  @ApiProperty({ description: 'In bytes' })
  size: number

  @ApiProperty({ format: 'uri' })
  url: string
}

export class MaterialDto {
  @ApiProperty({ example: 'agenda-provisional', description: 'What stands in its addresses' })
  key: string

  @ApiPropertyOptional({ example: 'UNNM/AM.4/2022/1' })
  symbol?: string

  @ApiProperty({ enum: [...MATERIAL_KINDS] })
  kind: string

  @ApiProperty({ description: 'In `titleLanguage`' })
  title: string

  @ApiProperty({ enum: [...LOCALES], description: 'Another than the one asked for where there is no translation yet' })
  titleLanguage: Locale

  @ApiProperty({ type: [String], description: 'Codes of the sessions it belongs to, as far as you see them whole' })
  sessions: string[]

  @ApiProperty({ type: [MaterialFileDto], description: 'Empty while the text is still to come' })
  files: MaterialFileDto[]

  @ApiPropertyOptional({ description: 'The key of the newer one that replaces it' })
  supersededBy?: string
}

class MaterialsQuery {
  @ApiPropertyOptional({ enum: [...LOCALES], description: 'Without it, as Accept-Language says' })
  @IsOptional()
  @IsIn(LOCALES)
  language?: Locale
}

/** Hands out documents and recordings, as files to keep: never as pages of this site. */
@ApiTags('Materials')
@Controller()
export class MaterialsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly materials: Materials,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('api/v1/meetings/:meeting/materials')
  @TokenScope('read-agenda')
  @Policy(PUBLIC)
  @ApiOperation({ summary: 'The documents and recordings that this reader may have' })
  @ApiOkResponse({ type: [MaterialDto] })
  @ApiResponse({ status: 404, description: 'There is no such meeting' })
  async list(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Query() query: MaterialsQuery,
  ): Promise<MaterialDto[]> {
    const locale = query.language ?? ctx.locale
    const meeting = await this.meetings.named(slug)
    const audience = await this.gate.audience(meeting, ctx.reader?.person)
    const view = await this.gate.view(meeting, audience, locale)
    const codes = new Map(
      (view?.days ?? []).flatMap(({ sessions }) =>
        sessions.flatMap((entry) => (isNamed(entry) ? [[entry.id, entry.code] as const] : [])),
      ),
    )
    const materials = await this.materials.readable(meeting, audience, view, locale)
    return materials.map(({ key, symbol, kind, title, sessions, files, supersededBy }) => ({
      key,
      ...(symbol && { symbol }),
      kind,
      title: title.text,
      titleLanguage: title.lang,
      sessions: sessions.flatMap((session) => codes.get(session) ?? []),
      files: files.map(({ language, mediaType, size }) => ({
        language,
        mediaType,
        size,
        url: new URL(materialPath(locale, meeting.slug, key, language), this.settings.baseUrl).href,
      })),
      ...(supersededBy && { supersededBy }),
    }))
  }

  @Get(':locale/:meeting/materials/:key/:language')
  @Policy(PUBLIC)
  @ApiOperation({ summary: 'One language of a document or recording, as a file' })
  @ApiParam({ name: 'locale', enum: ['en', 'fr', 'es'] })
  @ApiParam({ name: 'language', enum: [...FILE_LANGUAGES] })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'The file' })
  @ApiResponse({ status: 404, description: 'There is none, or none for this reader' })
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('key') key: string,
    @Param('language') language: string,
  ): Promise<BytesResponse> {
    if (!isFileLanguage(language)) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const file = await this.materials.fetch(
      meeting,
      await this.gate.audience(meeting, ctx.reader?.person),
      key,
      language,
    )
    if (!file.public && ctx.reader) await this.materials.noteOpened(meeting.id, ctx.reader.person, key, language)
    return new BytesResponse(file.mediaType, file.bytes, {
      cache: file.public && !ctx.reader ? 'public' : 'private',
      headers: {
        'content-disposition': attachment(file.name),
        'x-content-type-options': 'nosniff',
        // Whatever is inside, it runs nothing and reaches nothing, even when somebody opens it in a tab.
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      },
    })
  }
}
