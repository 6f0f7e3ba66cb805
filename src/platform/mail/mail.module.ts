import { Global, Module } from '@nestjs/common'
import { Courier } from './courier.ts'
import { Mailroom } from './mailroom.ts'
import { Outbox } from './outbox.ts'

/** Mail for everybody. */
@Global()
@Module({ providers: [Mailroom, Courier, Outbox], exports: [Mailroom, Courier, Outbox] })
export class MailModule {}
