// OWNS     constituencies, States, organizations of the United Nations system
// IMPORTS  kernel, platform
import { Module } from '@nestjs/common'

/** Reference data only so far: delegations, focal points and nominations will be wired here. */
@Module({})
export class DelegationsModule {}
