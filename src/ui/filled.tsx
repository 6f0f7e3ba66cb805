import { Fragment, type ComponentChildren } from 'preact'

/** Stands in a sentence where an element comes: `t('common:release.of', { date: SLOT })`. A private use character. */
export const SLOT = '\uE000'

/** A translated sentence with elements in the places of its `SLOT`s, in their order. */
export const Filled = ({ words, with: elements }: { words: string; with: readonly ComponentChildren[] }) => (
  <>
    {words.split(SLOT).map((part, index) => (
      <Fragment>
        {index > 0 && elements[index - 1]}
        {part}
      </Fragment>
    ))}
  </>
)
