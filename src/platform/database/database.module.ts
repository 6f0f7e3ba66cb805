import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common'
import { SETTINGS, type Settings } from '../config/settings.ts'
import { Database, type EntityClass } from './database.ts'

/** Filled while the modules are imported, so complete before the first provider is made. */
const registered = new Set<EntityClass>()

/** Marks in the module list that a folder brought its entities. */
@Module({})
class EntitiesModule {}

/** The database for everybody; the tables are there before the application is made (see `migrator.ts`). */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [SETTINGS],
      useFactory: (settings: Settings): Promise<Database> => {
        if (!settings.databaseUrl)
          throw new Error('No database: start the embedded one first and name it in databaseUrl.')
        return Database.connect(settings.databaseUrl, [...registered], settings.databasePool)
      },
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Brings a folder's entities: `imports: [DatabaseModule.entities(Meeting, Room)]`. */
  static entities(...entities: EntityClass[]): DynamicModule {
    for (const entity of entities) registered.add(entity)
    return { module: EntitiesModule }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close()
  }
}
