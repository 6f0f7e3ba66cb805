import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { IsNotEmpty, IsString, MaxLength } from 'class-validator'
import type { FastifyReply } from 'fastify'
import { NotFound } from '../kernel/domain-error.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { Cookies } from '../people/cookies.ts'
import { ChallengeDto, CodeRefused } from '../people/people.api.ts'
import { People } from '../people/people.service.ts'
import { codeFrom } from '../people/sign-in-code.ts'
import { SignInCodes } from '../people/sign-in-codes.service.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../platform/policies/token-scope.ts'
import { Erasure } from './erasure.service.ts'
import { Export } from './export.service.ts'
import { exported, type Exported } from './exported.ts'

export class HeldDto {
  @ApiProperty({ example: 'registration', description: 'The kind of data, as the privacy notice lists them.' })
  kind!: string

  @ApiProperty()
  table!: string

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  rows!: object[]
}

export class ExportedDto {
  @ApiProperty({ enum: [1] })
  schema!: 1

  @ApiProperty({ format: 'uuid' })
  person!: string

  @ApiProperty({ description: 'The version of the privacy notice.' })
  notice!: string

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The meetings it speaks of, by id.' })
  meetings!: object

  @ApiProperty({ type: HeldDto, isArray: true })
  held!: HeldDto[]
}

export class EraseDto {
  @ApiProperty({ description: 'The challenge that you got when you asked for the code.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(8000)
  challenge!: string

  @ApiProperty({ description: 'Eight digits; spaces do not matter.', example: '1234 5678' })
  @IsString()
  @IsNotEmpty({ message: 'code.missing' })
  @MaxLength(1000)
  code!: string
}

/** What we hold about who asks, for programs: the same commands as the pages. */
@ApiTags('Privacy')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/me')
export class PrivacyApi {
  constructor(
    private readonly data: Export,
    private readonly erasure: Erasure,
    private readonly meetings: Meetings,
    private readonly people: People,
    private readonly codes: SignInCodes,
    private readonly cookies: Cookies,
  ) {}

  @Get('data')
  @ApiOperation({ summary: 'Everything that we hold about you, in all meetings' })
  @ApiOkResponse({ type: ExportedDto })
  async all(@Ctx() { reader }: RequestContext): Promise<Exported> {
    if (!reader) throw new NotSignedIn()
    const [held, meetings] = await Promise.all([this.data.of(reader.person), this.meetings.list()])
    return exported(reader.person, held, meetings)
  }

  @Post('erasure/code')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for the code that erasure needs; it goes to your own address' })
  @ApiAcceptedResponse({ type: ChallengeDto })
  async ask(@Ctx() { reader, locale, ip }: RequestContext): Promise<ChallengeDto> {
    if (!reader) throw new NotSignedIn()
    const address = (await this.people.byId(reader.person))?.email
    if (!address) throw new NotFound()
    const challenge = await this.codes.ask({ address, desk: false, locale, ip })
    return { challenge, expiresAt: this.codes.challenge(challenge)?.expiresAt.toString() ?? '' }
  }

  @Post('erasure')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Erase everything about you, for good',
    description: 'Places are given back. What was done and decided stays under a random number.',
  })
  @ApiNoContentResponse()
  @ApiUnprocessableEntityResponse({ description: 'The code is wrong, used, too old, or was tried too often.' })
  async erase(
    @Ctx() { reader, ip }: RequestContext,
    @Body() body: EraseDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!reader) throw new NotSignedIn()
    const refuse = (message: string): CodeRefused => new CodeRefused({ fields: [{ pointer: '/code', message }] })
    const code = codeFrom(body.code)
    if (code === undefined) throw refuse('code.wrong')
    const proof = await this.codes.confirm(body.challenge, code, { person: reader.person, ip })
    if (proof !== 'confirmed') throw refuse(`code.${proof === 'elsewhere' ? 'expired' : proof}`)
    await this.erasure.erase(reader.person, reader.person)
    this.cookies.clear(reply, 'sign-in')
  }
}
