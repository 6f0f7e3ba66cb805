import type { PersonId } from '../../kernel/id.ts'
import type { People } from '../../people/people.service.ts'

/** What organisers are called among themselves: by name, else by address; whoever was erased is absent. */
export const colleagues = async (
  people: Pick<People, 'byIds'>,
  ids: readonly (PersonId | null)[],
): Promise<ReadonlyMap<PersonId | null, string>> => {
  const known = await people.byIds([...new Set(ids.filter((id) => id !== null))])
  return new Map(
    [...known.values()].map(({ id, givenNames, familyName, email, contactEmail }) => [
      id,
      [givenNames, familyName].filter(Boolean).join(' ') || email || contactEmail || '',
    ]),
  )
}
