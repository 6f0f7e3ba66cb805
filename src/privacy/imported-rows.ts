// Whose a row is of a table that an organiser handed in and that was not registered. Its cells are as they were typed, and
// its columns may not be known yet: so people are looked for in all of them.

/** Text without case, accents, commas and more than one space. */
const folded = (text: string): string =>
  `btrim(regexp_replace(lower(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g')), '[\\s,]+', ' ', 'g'))`

/**
 * Whether a cell has one of these addresses: as a whole, for that of one person may end as that of another does. Most rows of
 * a table are told apart by the cheaper question alone.
 */
const addressed = (addresses: string): string =>
  `EXISTS (SELECT FROM unnest(ARRAY[${addresses}]) AS address
            WHERE strpos(lower(t.cells::text), address) > 0
              AND EXISTS (SELECT FROM jsonb_array_elements_text(t.cells) AS c (cell), regexp_split_to_table(lower(c.cell), '[][\\s<>,;:()"]+') AS word
                           WHERE word = address))`

/** Whether both names of the person `i` are there: each a cell, or together in one. */
const named = `(i.given_names <> '' AND i.family_name <> '' AND EXISTS (
  SELECT FROM (SELECT array_agg(${folded('c.cell')}) AS all, ${folded('i.given_names')} AS given, ${folded('i.family_name')} AS family
                 FROM jsonb_array_elements_text(t.cells) AS c (cell)) AS row
   WHERE (given = ANY (row.all) AND family = ANY (row.all)) OR given || ' ' || family = ANY (row.all) OR family || ' ' || given = ANY (row.all)))`

const ofPerson = (condition: string): string =>
  `EXISTS (SELECT FROM identity i WHERE i.person_id = $1 AND ${condition})`

/** Rows that have the person's address, or that of who looks after them and their name. They are shown to them. */
export const ADDRESSED_ROWS = `(${ofPerson(addressed('lower(i.email), i.email_key'))}
  OR ${ofPerson(`${addressed('lower(i.contact_email)')} AND ${named}`)})`

/**
 * Rows that have the person's name and nobody's address. Others may be called the same: they are shown to nobody, and can
 * go, as nobody can be registered by them. One name alone is too little to tell whose a row is.
 */
export const NAMED_ROWS = `(strpos(t.cells::text, '@') = 0 AND ${ofPerson(named)})`
