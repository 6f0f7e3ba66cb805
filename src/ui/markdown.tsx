import { fromMarkdown } from 'mdast-util-from-markdown'
import type { ComponentChildren, VNode } from 'preact'

type Root = ReturnType<typeof fromMarkdown>
/** What a Markdown text is made of (mdast). */
type Part = Root['children'][number]

/** Where a link of somebody's text may lead: to the web or to a mailbox, never to a script or into our own house. */
const LINK = /^(https?:\/\/|mailto:)/i

/** Beyond these a text stands as it was typed: what it costs to take apart grows with the square of its marks. */
const LONGEST = 20_000
const MOST_MARKS = 500

const isOrdinary = (text: string): boolean =>
  text.length <= LONGEST && (text.match(/[*_`[\]<>]/g)?.length ?? 0) <= MOST_MARKS

const treeOf = (text: string): Root =>
  isOrdinary(text)
    ? fromMarkdown(text)
    : { type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }] }

const isLink = (url: string): boolean => LINK.test(url) && URL.canParse(url)

const all = (parts: readonly Part[]): ComponentChildren => parts.map(drawn)

/**
 * A part as elements of ours. What is not here is not drawn: HTML and images stand as the words that were typed, so that
 * nothing of a text can be more than text.
 */
const drawn = (part: Part): ComponentChildren => {
  switch (part.type) {
    case 'text':
      return part.value
    case 'html':
      return part.value
    case 'paragraph':
      return <p>{all(part.children)}</p>
    // The titles of the page are ours: one in a text is an emphasized paragraph.
    case 'heading':
      return (
        <p>
          <strong>{all(part.children)}</strong>
        </p>
      )
    case 'emphasis':
      return <em>{all(part.children)}</em>
    case 'strong':
      return <strong>{all(part.children)}</strong>
    case 'list':
      return part.ordered ? <ol start={part.start ?? 1}>{all(part.children)}</ol> : <ul>{all(part.children)}</ul>
    case 'listItem':
      // One paragraph in an item is its words.
      return <li>{part.children.map((child) => (child.type === 'paragraph' ? all(child.children) : drawn(child)))}</li>
    case 'blockquote':
      return <blockquote>{all(part.children)}</blockquote>
    case 'break':
      return <br />
    case 'thematicBreak':
      return <hr />
    case 'inlineCode':
    case 'code':
      return <code>{part.value}</code>
    case 'link':
      return isLink(part.url) ? (
        <a href={part.url} rel="nofollow noopener">
          {all(part.children)}
        </a>
      ) : (
        all(part.children)
      )
    case 'image':
      return part.alt
    default:
      return null
  }
}

/** A text as its author marked it: emphasis, lists, links; never HTML of theirs. */
export const Markdown = ({ text }: { text: string }): VNode => <>{all(treeOf(text).children)}</>

const plainOf = (part: Part): string => {
  switch (part.type) {
    case 'text':
    case 'html':
    case 'inlineCode':
    case 'code':
      return part.value
    case 'break':
      return '\n'
    case 'image':
      return part.alt ?? ''
    case 'link': {
      const words = part.children.map(plainOf).join('')
      return !isLink(part.url) || words === part.url ? words : `${words} (${part.url.replace(/^mailto:/i, '')})`
    }
    case 'list':
      return part.children
        .map((item, index) => `${part.ordered ? `${(part.start ?? 1) + index}.` : '-'} ${plainOf(item)}`)
        .join('\n')
    case 'listItem':
    case 'blockquote':
      return part.children.map(plainOf).join('\n')
    default:
      return 'children' in part ? part.children.map(plainOf).join('') : ''
  }
}

/** The words of a Markdown text, for what shows no markup: paragraphs apart, lists with dashes, links with their address. */
export const plainWords = (text: string): string =>
  treeOf(text)
    .children.map(plainOf)
    .filter((words) => words !== '')
    .join('\n\n')
