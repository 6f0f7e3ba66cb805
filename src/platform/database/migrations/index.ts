import type { MigrationInterface } from 'typeorm'

/**
 * Every change of the tables, in the order in which they run (the 13 digits that end each class's name are the same as
 * those that begin its file's). A migration is never edited once it is merged: write the next one.
 */
export const migrations: readonly (new () => MigrationInterface)[] = []
