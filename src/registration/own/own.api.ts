import { Body, Controller, Delete, HttpCode, Param, Post, Put, Req } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { IsNotEmpty, IsString, MaxLength } from 'class-validator'
import type { FastifyRequest } from 'fastify'
import { InvalidInput, NotFound } from '../../kernel/domain-error.ts'
import { emailFrom } from '../../kernel/email-address.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { Meetings } from '../../meetings/meetings.service.ts'
import { AddressCodes } from '../../people/address-codes.service.ts'
import { ChallengeDto, CodeRefused } from '../../people/people.api.ts'
import { codeFrom } from '../../people/sign-in-code.ts'
import { readUpload, Uploads } from '../../platform/files/read-upload.ts'
import { inspect, type SoundFile } from '../../platform/files/sniff.ts'
import { Ctx, type Reader, type RequestContext } from '../../platform/http/request-context.ts'
import { NotSignedIn } from '../../platform/policies/policies.ts'
import { Policy, SIGNED_IN } from '../../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../../platform/policies/token-scope.ts'
import { Amendments } from '../amendments.service.ts'
import { ownPath } from '../form/form-views.tsx'
import { questionsOf } from '../questions/badge-questions.ts'
import { filePurposeOf } from '../questions/file-questions.ts'
import { Registrations } from '../registrations.service.ts'
import { can } from '../states.ts'
import { Addresses } from './addresses.service.ts'

export class NewAddressDto {
  @ApiProperty({ description: 'The code goes there.', example: 'delegate@mission.example.org' })
  @IsString()
  @IsNotEmpty({ message: 'email.missing' })
  @MaxLength(1000)
  email!: string
}

export class AddressCodeDto {
  @ApiProperty({ description: 'The challenge that you got when you asked for the code.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(8000)
  challenge!: string

  @ApiProperty({ description: 'Eight digits.', example: '1234 5678' })
  @IsString()
  @IsNotEmpty({ message: 'code.missing' })
  @MaxLength(1000)
  code!: string
}

const readerOf = ({ reader }: RequestContext): Reader => {
  if (!reader) throw new NotSignedIn()
  return reader
}

/** What one does on one's own page, for programs: give files, change one's address. */
@ApiTags('Registration')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1/meetings/:meeting/registration')
export class OwnApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly registrations: Registrations,
    private readonly amendments: Amendments,
    private readonly codes: AddressCodes,
    private readonly addresses: Addresses,
  ) {}

  @Put('files/:question')
  @Uploads()
  @HttpCode(204)
  @ApiConsumes('multipart/form-data')
  @ApiOperation({
    summary: 'Give a file as the answer to a question',
    description: 'As the part `file`; it replaces the one that was given before.',
  })
  @ApiNoContentResponse()
  @ApiUnprocessableEntityResponse({ description: 'It is not of a type that is taken, or too large.' })
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('question') id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const meeting = await this.meetings.named(slug)
    const question = questionsOf(meeting.registration).find((each) => each.id === id && each.type === 'file')
    if (!question) throw new NotFound()
    const received = (await readUpload(request)).files.get('file')
    if (!received) throw new InvalidInput({ fields: [{ pointer: '/file', message: 'file.missing' }] })
    const seen = await inspect(received, filePurposeOf(question), '/file')
    if (seen.problem) throw new InvalidInput({ fields: [seen.problem] })
    await this.upload(ctx, meeting, id, seen.file)
  }

  @Delete('files/:question')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a file back', description: 'Again changes nothing.' })
  @ApiNoContentResponse()
  async drop(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Param('question') id: string): Promise<void> {
    await this.upload(ctx, await this.meetings.named(slug), id, null)
  }

  @Post('address')
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for a code to a new address', description: 'Nothing changes before it is proved.' })
  @ApiAcceptedResponse({ type: ChallengeDto })
  async ask(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Body() { email }: NewAddressDto,
  ): Promise<ChallengeDto> {
    const { person } = readerOf(ctx)
    const meeting = await this.meetings.named(slug)
    const address = emailFrom(email)
    if (!address) throw new InvalidInput({ fields: [{ pointer: '/email', message: 'email.invalid' }] })
    const at = `${ownPath(ctx.locale, meeting)}/address/code`
    const challenge = await this.codes.ask({ person, address, locale: ctx.locale, ip: ctx.ip, at })
    return { challenge, expiresAt: this.codes.challenge(challenge)?.expiresAt.toString() ?? '' }
  }

  @Post('address/code')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change your address with the code',
    description: 'What was verified is suspended until confirmed again, and the old address is told.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'Another registration has this address.' })
  @ApiUnprocessableEntityResponse({ description: 'The code is wrong, too old, or was tried too often.' })
  async prove(@Ctx() ctx: RequestContext, @Param('meeting') slug: string, @Body() body: AddressCodeDto): Promise<void> {
    const { person, signIn } = readerOf(ctx)
    const meeting = await this.meetings.named(slug)
    const code = codeFrom(body.code)
    const refuse = (message: string): CodeRefused => new CodeRefused({ fields: [{ pointer: '/code', message }] })
    if (code === undefined) throw refuse('code.wrong')
    const proof = await this.codes.prove(body.challenge, code, person, ctx.ip)
    if (proof.outcome === 'elsewhere') throw refuse('code.expired')
    if (proof.outcome !== 'proved') throw refuse(`code.${proof.outcome}`)
    await this.addresses.change(meeting, person, proof.address, { signIn, locale: ctx.locale })
  }

  /** Into what was sent, or into the draft. */
  private async upload(ctx: RequestContext, meeting: Meeting, id: string, file: SoundFile | null): Promise<void> {
    const { person } = readerOf(ctx)
    const uploads = new Map([[id, file]])
    const own = await this.registrations.own(meeting, person)
    if (own && can('amend', own.state)) await this.amendments.amend(meeting, person, { uploads })
    else await this.registrations.saveDraft(meeting, person, {}, ctx.locale, { uploads })
  }
}
